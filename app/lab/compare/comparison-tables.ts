import { formatNumber } from '../format-number.ts';
import type { Comparison } from './comparison.ts';
import { describeCandidate } from './describe-candidate.ts';
import { isError, pickWinners, trialsOf, type Winner } from './pick-winners.ts';
import { findMeasured, type Results, type Trial } from './results.ts';
import { timingSpec } from './timing-spec.ts';

/** A table as text, the first column of names. */
export interface ComparisonTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What was not measured, or not reached. */
const NONE = '–';
/** Times beyond these say nothing new. */
const MOST_TIMES = 6;

/** The tables of a comparison: by update, by second once costs are measured, and every candidate at its end. */
export function comparisonTables(comparison: Comparison, results: Results, adapter: string): ComparisonTable[] {
  const winners = pickWinners(comparison, results.trials, adapter);
  return [
    byUpdate(comparison, results, adapter, winners),
    ...bySecond(comparison, results, adapter, winners),
    candidates(comparison, results, adapter),
  ];
}

function byUpdate(comparison: Comparison, results: Results, adapter: string, winners: readonly Winner[]): ComparisonTable {
  const { experiment, entrants, updates } = comparison;
  const trials = entrants.flatMap((entrant) => trialsOf(comparison, entrant, results.trials, adapter));
  const measured = trials.filter((trial) => trial !== undefined).length;
  return {
    title:
      `${experiment.name}: ${metricOf(comparison)} on the first ${experiment.evaluation.trainExamples} training examples by update. ` +
      `Budget of every entrant: ${entrants[0]!.candidates.length} candidates × ${experiment.stop.steps!} updates; the best at the end is shown.` +
      (measured < trials.length ? ` Only ${measured} of all ${trials.length} candidates are measured yet.` : ''),
    header: ['entrant', 'chosen setting', ...updates.map(String)],
    rows: winners.map(({ entrant, candidate, trial }) => [
      entrant.name,
      candidate === null ? NONE : describeCandidate(entrant.candidates, candidate) || NONE,
      ...updates.map((update) => formatNumber(trial?.evaluations.find(({ step }) => step === update)?.trainMetric ?? NaN)).map(orNone),
    ]),
  };
}

/** Empty until the winners have taken turns. */
function bySecond(comparison: Comparison, results: Results, adapter: string, winners: readonly Winner[]): ComparisonTable[] {
  const measured = findMeasured(results.timings, timingSpec(comparison, results.trials, adapter), adapter);
  if (measured === undefined) return [];
  const steps = comparison.experiment.stop.steps!;
  const entries = winners
    .flatMap(({ entrant, trial }) => (trial === null ? [] : [{ name: entrant.name, trial }]))
    .map((entry, index) => ({ ...entry, cost: measured.secondsPerUpdate[index]! }));
  const ends = entries.map(({ cost }) => steps * cost);
  const times = commonTimes(Math.min(...ends), Math.max(...ends));
  const { warmUp, updates } = comparison.timing;
  return [
    {
      title:
        `${comparison.experiment.name}: ${metricOf(comparison)} by second, in brackets the update. Seconds are updates times the mean cost of one, ` +
        `measured over ${updates} updates of each after ${warmUp}, the winners taking turns update by update, evaluation excluded.`,
      header: ['entrant', 's/update', ...times.map((time) => `${formatNumber(time, 3)} s`)],
      rows: entries.map(({ name, trial, cost }) => [
        name,
        formatNumber(cost, 3),
        ...times.map((time) => scoreAt(trial, cost, time, steps)),
      ]),
    },
  ];
}

/** The end of the slowest and its halvings, until two of them lie within what the fastest trained. */
function commonTimes(shortest: number, longest: number): number[] {
  const times = [longest];
  while (times[0]! > shortest / 2 && times.length < MOST_TIMES) times.unshift(times[0]! / 2);
  return times;
}

/** The last evaluation that was over by a time. */
function scoreAt({ evaluations }: Trial, cost: number, time: number, steps: number): string {
  // The slowest one's end is a time itself: rounding must not put it before.
  const reached = (time / cost) * (1 + 1e-9);
  if (reached > steps + 1e-6 * steps) return NONE;
  const last = evaluations.findLast(({ step }) => step <= reached);
  return last === undefined ? NONE : `${formatNumber(last.trainMetric)} (${last.step})`;
}

function candidates(comparison: Comparison, results: Results, adapter: string): ComparisonTable {
  const { experiment, entrants } = comparison;
  return {
    title: `${experiment.name}: ${metricOf(comparison)} of every candidate after ${experiment.stop.steps!} updates.`,
    header: ['entrant', 'candidate', 'setting', metricOf(comparison)],
    rows: entrants.flatMap((entrant) =>
      trialsOf(comparison, entrant, results.trials, adapter).map((trial, candidate) => [
        entrant.name,
        String(candidate + 1),
        describeCandidate(entrant.candidates, candidate) || NONE,
        outcome(trial),
      ]),
    ),
  };
}

function outcome(trial: Trial | undefined): string {
  if (trial === undefined) return NONE;
  if (trial.stopped !== null) return `stopped at ${trial.stopped.step}`;
  return orNone(formatNumber(trial.evaluations.at(-1)?.trainMetric ?? NaN));
}

function orNone(text: string): string {
  return text === 'NaN' ? NONE : text;
}

function metricOf(comparison: Comparison): string {
  return isError(comparison) ? 'squared error' : 'accuracy';
}
