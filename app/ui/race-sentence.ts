import type { Arrival, Standings } from '../state/standings.ts';
import { formatCount, formatDuration, formatNumber } from './format.ts';

/** One sentence on who reached which training loss in how many steps and seconds, and who wins on what. */
export function raceSentence({ loss, arrivals, behind }: Standings): string {
  if (behind.length > 0) {
    return `${behind.join(' and ')} ${behind.length === 1 ? 'has' : 'have'} not got below the loss at the start yet, so there is nothing to compare.`;
  }
  const [first, ...others] = arrivals.toSorted((one, other) => one.step - other.step || one.seconds - other.seconds);
  if (!first) return '';
  if (others.length > 0 && others.every(({ step }) => step === first.step)) return abreast(arrivals);
  const reached = `${first.name} reached a training loss of ${formatNumber(loss, 3)} in ${span(first)}`;
  if (others.length === 0) return `${reached}.`;
  return `${reached}; ${others.map((other) => `${other.name} needed ${span(other)}`).join(', ')}. ${verdict(arrivals)}`;
}

/**
 * Arms that arrive at one evaluation were not looked at in between: who was below the common loss first is not known, only where each
 * stands. The lowest loss comes first.
 */
function abreast(arrivals: readonly Arrival[]): string {
  const byLoss = arrivals.toSorted((one, other) => one.loss - other.loss);
  const [best, next] = byLoss;
  const stands = byLoss.map(
    ({ name, loss, seconds }, place) =>
      `${name} ${place === 0 ? 'has a training loss of ' : ''}${formatNumber(loss, 3)} after ${formatDuration(seconds)}`,
  );
  return `At step ${formatCount(best?.step ?? NaN)} ${stands.join(', ')}. ${lead(best?.loss === next?.loss ? null : (best?.name ?? null), arrivals)}`;
}

/** Who has the lowest loss at a step, and who takes the least time a step. */
function lead(lowest: string | null, arrivals: readonly Arrival[]): string {
  const quickest = winner(arrivals, ({ seconds }) => seconds);
  if (lowest === null) return quickest === null ? 'They are level.' : `Losses are level; the steps of ${quickest} are the quickest.`;
  if (lowest === quickest) return `${lowest} is ahead, and its steps are the quickest.`;
  return quickest === null ? `${lowest} is ahead.` : `${lowest} is ahead at this step; the steps of ${quickest} are the quickest.`;
}

function verdict(arrivals: readonly Arrival[]): string {
  const bySteps = winner(arrivals, (arrival) => arrival.step);
  const byTime = winner(arrivals, (arrival) => arrival.seconds);
  if (bySteps === null && byTime === null) return 'No one of them leads.';
  if (bySteps === byTime) return `${String(bySteps)} wins on steps and on time.`;
  if (bySteps === null) return `${String(byTime)} wins on time; the fewest steps are shared.`;
  if (byTime === null) return `${bySteps} wins on steps; the least time is shared.`;
  return `${byTime} wins on time, ${bySteps} on steps.`;
}

/** The name of the arm with the least of a quantity, null when the best two share it. */
function winner(arrivals: readonly Arrival[], quantity: (arrival: Arrival) => number): string | null {
  const least = Math.min(...arrivals.map(quantity));
  const best = arrivals.filter((arrival) => quantity(arrival) === least);
  return best.length === 1 ? (best[0]?.name ?? null) : null;
}

function span({ step, seconds }: Arrival): string {
  return `${formatCount(step)} ${step === 1 ? 'step' : 'steps'} and ${formatDuration(seconds)}`;
}
