import { writeFile } from 'node:fs/promises';
import { loadDataset } from '../lab/datasets/load-dataset.ts';
import { buildArm } from '../lab/build-arm.ts';
import { compareSteps } from '../lab/fit/compare-steps.ts';
import { fitBudget, plainArm, type Attempt } from '../lab/fit/fit-budget.ts';
import { formatNumber } from '../lab/format-number.ts';
import type { ArmSpec, ExperimentSpec } from '../lab/spec.ts';
import { taskOf } from '../lab/task-of.ts';
import { uploadDataset } from '../lab/uploaded-dataset.ts';
import { mebibytes } from '../../gpu/runtime/memory.ts';
import type { FitArguments } from './arguments.ts';
import { expectWritable } from './expect-writable.ts';
import { formatTable } from './format-table.ts';
import type { CommandEnvironment } from './run-command.ts';
import { UsageError } from './usage-error.ts';

const MEBIBYTE = 2 ** 20;
/** Steps of each arm in a round of the check, at least. */
const CHECKED_STEPS = 20;

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
  const arm = kfacArm(spec, fit.arm);
  if (fit.out !== null) await expectWritable('--out', fit.out);
  const context = await devices.acquire();
  const dataset = await uploadDataset(context, await loadDataset(spec.data, spec.seed, source));
  try {
    const options = { spec, dataset, task: taskOf(spec) };
    const budget = { bytes: fit.memory * MEBIBYTE, relative: fit.time };
    const { description, software } = context.facts;
    terminal.out(
      `${description}${software ? ' (software)' : ''}; ${arm.name} in ${fit.memory} MiB and ${formatNumber(fit.time)} times SGD`,
    );
    const fitted = await fitBudget(context, { ...options, arm }, budget, (attempt) => terminal.note(explain(attempt)));
    terminal.out(formatTable(['blocks', 'memory', 'plain step', 'with periods', 'of SGD', 'verdict'], fitted.attempts.map(row)));
    if (fitted.arm === null) {
      terminal.out('nothing fits; grant more memory or time, or make the model or the batch smaller');
      return 1;
    }
    const chosen = fitted.attempts.at(-1)!;
    const measured = await measure(context, options, fitted.arm, chosen);
    terminal.out(
      formatTable(
        ['', 'predicted', 'measured', 'ratio'],
        [
          ['memory', mebibytes(chosen.bytes), mebibytes(chosen.allocated!), formatNumber(chosen.bytes / chosen.allocated!)],
          ['step, of SGD', formatNumber(chosen.relative!), formatNumber(measured), formatNumber(chosen.relative! / measured)],
        ],
      ),
    );
    if (fit.out !== null) {
      const arms = spec.arms.map((other) => (other === arm ? fitted.arm! : other));
      await writeFile(fit.out, `${JSON.stringify({ ...spec, arms }, null, 2)}\n`);
      terminal.note(`wrote ${fit.out}`);
    }
    return 0;
  } finally {
    dataset.destroy();
  }
}

type Kfac = Parameters<typeof fitBudget>[1]['arm'];

function kfacArm({ arms, name }: ExperimentSpec, index: number | null): Kfac {
  const arm = index === null ? arms.find(({ optimizer }) => optimizer.kind === 'kfac') : arms[index];
  if (arm?.optimizer.kind === 'kfac') return { ...arm, optimizer: arm.optimizer };
  throw new UsageError(`fit: expected a K-FAC arm in ${name}, got ${arm?.optimizer.kind ?? 'none'}; name another with --arm`);
}

async function measure(
  context: Parameters<typeof buildArm>[0],
  options: Omit<Parameters<typeof buildArm>[1], 'arm'>,
  arm: ArmSpec,
  { periods }: Attempt,
): Promise<number> {
  const built = await buildArm(context, { ...options, arm });
  const unit = await buildArm(context, { ...options, arm: plainArm });
  try {
    const { inverseEvery } = periods!;
    return await compareSteps(built, unit, Math.ceil(CHECKED_STEPS / inverseEvery) * inverseEvery, 2);
  } finally {
    built.destroy();
    unit.destroy();
  }
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
