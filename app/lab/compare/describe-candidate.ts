import type { OptimizerSpec } from '../optimizer-spec.ts';

/** What sets one candidate apart from the others of its entrant: `damping.lambda 10, inverseEvery 5`. */
export function describeCandidate(candidates: readonly OptimizerSpec[], index: number): string {
  const all = candidates.map((candidate) => new Map(leavesOf(candidate)));
  return [...all[index]!]
    .filter(([path, value]) => all.some((leaves) => leaves.get(path) !== value))
    .map(([path, value]) => `${path} ${value}`)
    .join(', ');
}

function leavesOf(value: object, path = ''): [path: string, value: string][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, string][] => {
    const place = path === '' ? key : `${path}.${key}`;
    return typeof inner === 'object' && inner !== null ? leavesOf(inner, place) : [[place, String(inner)]];
  });
}
