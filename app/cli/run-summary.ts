import type { Task } from '../lab/task.ts';
import { formatNumber } from '../lab/format-number.ts';
import { formatTable } from './format-table.ts';
import { totalsOf, type ArmRecord } from './run-recorder.ts';

/** Shares of the test set right, by when each arm reached them. */
const ACCURACY_TARGETS = [0.9, 0.95, 0.97, 0.98];

const METRICS: Readonly<Record<Task['kind'], string>> = {
  classification: 'test accuracy',
  language: 'test chars right',
  reconstruction: 'test sq. error',
  regression: 'test R²',
};

/** A goal and how an evaluation meets it. */
interface Target {
  readonly label: string;
  readonly isMet: (evaluation: ArmRecord['evaluations'][number]) => boolean;
}

/** When an arm first met a target, by its evaluations. */
export interface Arrival {
  readonly label: string;
  readonly step: number;
  readonly seconds: number;
}

/** The table of a run: what each arm cost and reached, and when it met common targets. */
export function summarise(task: Task, arms: readonly ArmRecord[], hashes: readonly string[]): string {
  const metric = METRICS[task.kind];
  const totals = formatTable(
    ['arm', 'steps', 'seconds', 's/step', 'train loss', 'test loss', metric],
    arms.map((arm) => {
      const { steps, seconds } = totalsOf(arm);
      const last = arm.evaluations.at(-1);
      const name = arm.stopped === null ? arm.name : `${arm.name} (diverged at ${arm.stopped.step})`;
      return [
        name,
        String(steps),
        formatNumber(seconds),
        formatNumber(seconds / steps),
        ...[last?.trainLoss, last?.testLoss, last?.testMetric].map((value) => formatNumber(value ?? NaN)),
      ];
    }),
  );
  const scores = scoreTable(arms);
  const guards = guardTable(arms);
  const targets = targetsFor(task, arms);
  const arrivals = formatTable(
    ['steps and seconds to', ...targets.map(({ label }) => label)],
    arms.map((arm) => [
      arm.name,
      ...arrivalsOf(arm, targets).map((arrival) => (arrival === null ? '—' : `${arrival.step} / ${formatNumber(arrival.seconds)} s`)),
    ]),
  );
  const blocks = arms
    .filter((arm) => arm.blocks.length > 0)
    .map((arm) => `${arm.name}: ${arm.blocks.map(({ layer, block }) => `${layer} ${block}`).join('; ')}`);
  const weights = arms.map((arm, index) => `${arm.name}: ${hashes[index] ?? ''}`).join('\n');
  return [
    totals,
    ...(scores === null ? [] : [scores]),
    ...(guards === null ? [] : [guards]),
    ...(targets.length > 0 ? [arrivals] : []),
    ...(blocks.length > 0 ? [`Curvature blocks other than whole A ⊗ G\n${blocks.join('\n')}`] : []),
    `SHA-256 of the weights\n${weights}`,
  ].join('\n\n');
}

/** The test split's mean squared error of each number that is told, in the square of its unit, and its R²; null without numbers. */
function scoreTable(arms: readonly ArmRecord[]): string | null {
  const rows = arms.flatMap(({ name, evaluations }) =>
    (evaluations.at(-1)?.testScores ?? []).map((score) => [
      name,
      score.name,
      ...[score.meanSquaredError, score.rSquared].map((value) => formatNumber(value)),
    ]),
  );
  return rows.length === 0 ? null : formatTable(['arm', 'target', 'test mean sq. error', 'test R²'], rows);
}

/** What guards did, one row an arm that has anything to tell: NaN stands for what an optimiser does not have. */
function guardTable(arms: readonly ArmRecord[]): string | null {
  const watched = arms.filter(({ scalars }) => scalars.length > 0);
  if (watched.length === 0) return null;
  return formatTable(
    ['guards', 'rejected steps', 'ladder rungs', 'stale inverses', 'float64', 'oldest inverse', 'largest residual'],
    watched.map(({ name, guards }) => [
      name,
      ...[guards.rejectedSteps, guards.ladderRungs, guards.staleInverses, guards.fallbacks, guards.oldestInverse, guards.residual].map(
        (value) => (Number.isNaN(value) ? '—' : Number.isInteger(value) ? String(value) : formatNumber(value)),
      ),
    ]),
  );
}

/** When the arm met each target that some arm met; null where it did not. */
export function arrivals(task: Task, arms: readonly ArmRecord[], arm: ArmRecord): readonly Arrival[] {
  return arrivalsOf(arm, targetsFor(task, arms)).filter((arrival) => arrival !== null);
}

/**
 * Accuracies for classes. Otherwise the best training loss of the weakest arm, which all reached, and of the
 * others, which only the better ones did.
 */
function targetsFor(task: Task, arms: readonly ArmRecord[]): readonly Target[] {
  if (task.kind === 'classification') {
    return ACCURACY_TARGETS.map((share) => ({
      label: `${String(Math.round(share * 100))} %`,
      isMet: ({ testMetric }) => testMetric >= share,
    }));
  }
  const best = arms
    .map((arm) => arm.evaluations.reduce((least, { trainLoss }) => Math.min(least, trainLoss), Infinity))
    .filter(Number.isFinite);
  return [...new Set(best)]
    .sort((a, b) => b - a)
    .map((loss) => ({ label: `loss ${formatNumber(loss)}`, isMet: ({ trainLoss }) => trainLoss <= loss }));
}

function arrivalsOf(arm: ArmRecord, targets: readonly Target[]): readonly (Arrival | null)[] {
  return targets.map(({ label, isMet }) => {
    const first = arm.evaluations.find(isMet);
    return first === undefined ? null : { label, step: first.step, seconds: first.seconds };
  });
}
