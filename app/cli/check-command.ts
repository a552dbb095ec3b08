import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { KernelCheck } from '../../gpu/testing/kernel-check.ts';
import { formatTable } from './format-table.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Compares every kernel family with float64 on this adapter and prints one row a check: the worst error as a share of
 * what is allowed. @returns 1 when anything is beyond its tolerance or does not run
 */
export async function checkCommand(
  { seed, only }: { readonly seed: number; readonly only: string | null },
  checks: readonly KernelCheck[],
  context: DeviceContext,
  terminal: Terminal,
): Promise<number> {
  const chosen = only === null ? checks : checks.filter(({ name }) => name.includes(only));
  if (chosen.length === 0) throw new UsageError(`--only: expected part of a check's name, got ${JSON.stringify(only)}; see lab check`);
  const { description, software } = context.facts;
  terminal.out(`${description}${software ? ' (software)' : ''}; worst error as a share of the allowed, seed ${seed}`);
  const rows: string[][] = [];
  const faults: string[] = [];
  for (const check of chosen) {
    for (const family of check.families(context.facts)) {
      terminal.replace?.(`${check.name} with ${family} kernels`);
      try {
        const { worst, allowed, cases } = await check.run(context, family, seed);
        const passed = worst <= allowed;
        if (!passed) faults.push(`${check.name} with ${family} kernels: error ${worst.toPrecision(3)} times the allowed`);
        rows.push([check.name, family, String(cases), worst.toPrecision(2), allowed.toPrecision(2), passed ? 'ok' : 'FAIL']);
      } catch (error) {
        faults.push(`${check.name} with ${family} kernels: ${error instanceof Error ? error.message : String(error)}`);
        rows.push([check.name, family, '—', '—', '—', 'ERROR']);
      }
    }
  }
  terminal.note(`${rows.length} checks done`);
  terminal.out(formatTable(['check', 'family', 'cases', 'worst', 'allowed', ''], rows));
  for (const fault of faults) terminal.out(fault);
  terminal.out(faults.length === 0 ? 'All within tolerance.' : `${faults.length} of ${rows.length} checks failed.`);
  return faults.length === 0 ? 0 : 1;
}
