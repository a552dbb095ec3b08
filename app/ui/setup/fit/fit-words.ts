import type { Attempt, Budget, KfacArm } from '../../../lab/fit/fit-budget.ts';
import { leastBudget } from '../../../lab/fit/least-budget.ts';
import type { StepTimes } from '../../../lab/fit/step-times.ts';
import { unreachable } from '../../../lab/unreachable.ts';
import type { FitState } from '../../../state/fit-state.ts';
import type { FitStage } from '../../../worker/protocol.ts';
import { formatBytes, formatNumber } from '../../format.ts';

const STAGES: Readonly<Record<FitStage, string>> = {
  device: 'Asking for a device of its own.',
  data: 'Reading the data.',
  check: 'Checking the choice: trained beside SGD.',
};

/** Where a fit stands, or how it ended, in a sentence or two. */
export function fitSentence({ status, attempts, budget }: FitState): string {
  switch (status.kind) {
    case 'preparing':
      return STAGES[status.stage];
    case 'trying':
      return `Compiling and timing ${status.label}, choice ${status.index + 1} of at most ${status.choices}.`;
    case 'fitted':
      return chosenSentence(status.arm, attempts.at(-1)?.label ?? '');
    case 'refused':
      return `Nothing fits. ${leastSentence(attempts, budget)}`;
    case 'cancelled':
      return status.by === 'person'
        ? 'Stopped; nothing was changed.'
        : 'Stopped, as the race went on: the two would spoil each other’s clocks. Nothing was changed.';
    case 'failed':
      return `${status.failure.message} ${status.failure.remedy}`;
    default:
      return unreachable(status);
  }
}

/** Why a structure was taken or passed over. */
export function attemptReason({ verdict, times, periods, relative }: Attempt, budget: Budget): string {
  if (times === null || periods === null || relative === null) {
    return `${verdict}: ${formatBytes(budget.bytes)} granted; not run`;
  }
  const held = `${formatNumber(relative, 3)} × with T₁ ${periods.statisticsEvery}, T₃ ${periods.inverseEvery}`;
  return verdict === 'fits' ? `fits: ${held}` : `${verdict}: still ${held}, ${formatNumber(budget.relative, 3)} × granted`;
}

/** How the time of a mean step is put together from its parts, in steps of SGD. */
export function timesFormula({ plain, sections }: StepTimes): string {
  const periodOf = (section: string): string => {
    if (section === 'statistics') return 'T₁';
    return section.startsWith('inverses') ? 'T₃' : 'its period';
  };
  return [formatNumber(plain, 3), ...[...sections].map(([name, time]) => `${name} ${formatNumber(time, 3)} / ${periodOf(name)}`)].join(
    ' + ',
  );
}

function chosenSentence({ optimizer: { statisticsEvery, inverseEvery } }: KfacArm, label: string): string {
  return `Chosen: ${label}, statistics every ${steps(statisticsEvery)}, inverses every ${steps(inverseEvery)}.`;
}

function steps(count: number): string {
  return count === 1 ? 'step' : `${count} steps`;
}

/** The smallest budget that would have worked, as far as it is known. */
function leastSentence(attempts: readonly Attempt[], budget: Budget): string {
  const least = leastBudget(attempts);
  if (least === null) return 'Make the model or the batch smaller.';
  const { label, bytes, relative } = least;
  return relative === null
    ? `The least memory is ${formatBytes(bytes)}, by ${label}; its time is known once it may be run. Grant that much, or make the model or the batch smaller.`
    : `The quickest in ${formatBytes(budget.bytes)} are ${label}: ${formatBytes(bytes)} and ${formatNumber(relative, 3)} × SGD. Grant that much, or make the model or the batch smaller.`;
}
