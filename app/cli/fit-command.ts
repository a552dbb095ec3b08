import { writeFile } from 'node:fs/promises';
import { mebibytes } from '../../gpu/runtime/memory.ts';
import { fitArm } from '../lab/fit/fit-arm.ts';
import type { Attempt, KfacArm } from '../lab/fit/fit-budget.ts';
import { leastBudget } from '../lab/fit/least-budget.ts';
import { formatNumber } from '../lab/format-number.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { FitArguments } from './arguments.ts';
import { expectWritable } from './expect-writable.ts';
import { filesOfExperiment } from './files-of-experiment.ts';
import { formatTable } from './format-table.ts';
import type { CommandEnvironment } from './run-command.ts';
import { UsageError } from './usage-error.ts';

const MEBIBYTE = 2 ** 20;

/**
 * Chooses blocks and periods of a K-FAC arm for a budget of memory and time, says why, and checks what it promised.
 * @returns the exit code: 1 when nothing fits
 * @throws UsageError for an experiment without a K-FAC arm at that place.
 */
export async function fitCommand(
  spec: ExperimentSpec,
  fit: FitArguments,
  { terminal, devices, source }: Pick<CommandEnvironment<never>, 'terminal' | 'devices' | 'source'>,
): Promise<number> {
  const { index, arm } = kfacArm(spec, fit.arm);
  if (fit.out !== null) await expectWritable('--out', fit.out);
  const context = await devices.acquire();
  const budget = { bytes: fit.memory * MEBIBYTE, relative: fit.time };
  const { description, software } = context.facts;
  terminal.out(`${description}${software ? ' (software)' : ''}; ${arm.name} in ${fit.memory} MiB and ${formatNumber(fit.time)} times SGD`);
  const fitted = await fitArm(
    { spec, arm, budget, context, source, files: filesOfExperiment(fit.experiment) },
    { onAttempt: (attempt) => terminal.note(explain(attempt)), onStage: (stage) => terminal.note(STAGES[stage]) },
  );
  const { attempts, measured } = fitted;
  terminal.out(formatTable(['blocks', 'memory', 'plain step', 'with periods', 'of SGD', 'verdict'], attempts.map(row)));
  const { bytes, allocated, relative } = attempts.at(-1) ?? NOTHING;
  if (fitted.arm === null || measured === null || allocated === null || relative === null) {
    terminal.out(`nothing fits; ${remedy(attempts)}`);
    return 1;
  }
  terminal.out(
    formatTable(
      ['', 'predicted', 'measured', 'ratio'],
      [
        ['memory', mebibytes(bytes), mebibytes(allocated), formatNumber(bytes / allocated)],
        ['step, of SGD', formatNumber(relative), formatNumber(measured), formatNumber(relative / measured)],
      ],
    ),
  );
  if (fit.out !== null) {
    const arms = spec.arms.with(index, fitted.arm);
    await writeFile(fit.out, `${JSON.stringify({ ...spec, arms }, null, 2)}\n`);
    terminal.note(`wrote ${fit.out}`);
  }
  return 0;
}

/** Where no structure was tried. */
const NOTHING = { bytes: 0, allocated: null, relative: null } as const;
const STAGES = { data: 'preparing: data', check: 'checking: training beside SGD' } as const;

function kfacArm({ arms, name }: ExperimentSpec, asked: number | null): { readonly index: number; readonly arm: KfacArm } {
  const index = asked ?? arms.findIndex(({ optimizer }) => optimizer.kind === 'kfac');
  const arm = arms[index];
  if (arm?.optimizer.kind === 'kfac') return { index, arm: { ...arm, optimizer: arm.optimizer } };
  throw new UsageError(`fit: expected a K-FAC arm in ${name}, got ${arm?.optimizer.kind ?? 'none'}; name another with --arm`);
}

function remedy(attempts: readonly Attempt[]): string {
  const least = leastBudget(attempts);
  if (least === null) return 'make the model or the batch smaller';
  const { label, bytes, relative } = least;
  return relative === null
    ? `${label} take ${mebibytes(bytes)}, and how long is known once they may be run: grant more memory, or make the model or the batch smaller`
    : `${label} take ${mebibytes(bytes)} and ${formatNumber(relative)} times SGD: grant more time or memory, or make the model or the batch smaller`;
}

function row({ label, bytes, times, periods, relative, verdict }: Attempt): string[] {
  const plain = times === null ? '—' : `${formatNumber(times.plain)} ×`;
  const every = periods === null ? '—' : `T₁ ${periods.statisticsEvery}, T₃ ${periods.inverseEvery}`;
  return [label, mebibytes(bytes), plain, every, relative === null ? '—' : `${formatNumber(relative)} ×`, verdict];
}

function explain({ label, verdict, times }: Attempt): string {
  const parts = times === null ? [] : [...times.sections].map(([name, time]) => `${name} ${formatNumber(time)} steps of SGD`);
  return `${label}: ${verdict}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}
