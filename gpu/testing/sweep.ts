/** `npm run test:slow` and the tests on another driver run sweeps whole, `npm test` a few of their cases. */
const isWhole = import.meta.env.SWEEPS === 'whole';

/** The cases of a sweep: a few that meet every branch and, where sweeps are whole, the others after them. */
export function sweep<Case>(few: readonly Case[], others: readonly Case[]): readonly Case[] {
  return isWhole ? [...few, ...others] : few;
}

/**
 * A sweep over cases that begin with their names: those named here or, where sweeps are whole, all.
 * @throws Error when a name is not among the cases.
 */
export function sweepOf<Case extends readonly [name: string, ...rest: unknown[]]>(
  all: readonly Case[],
  ...few: readonly Case[0][]
): readonly Case[] {
  const unknown = few.find((name) => !all.some(([known]) => known === name));
  if (unknown !== undefined) throw new Error(`sweep: expected names among ${all.map(([name]) => name).join(', ')}, got ${unknown}`);
  return isWhole ? all : all.filter(([name]) => few.includes(name));
}
