import { formatNumber } from '../format-number.ts';
import { taskOf } from '../task-of.ts';
import type { Comparison, Entrant } from './comparison.ts';
import { describeCandidate } from './describe-candidate.ts';
import { findMeasured, type Results, type Trial } from './results.ts';
import { isError, standingsOf, type Standing } from './standings.ts';
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
/** The end of the slowest is a time itself: products and quotients must not round it away. */
const ROUNDING = 1e-9;

/** The tables of a comparison: by update, by second once costs are measured, and every candidate at its end. */
export function comparisonTables(comparison: Comparison, results: Results, adapter: string): ComparisonTable[] {
  const standings = standingsOf(comparison, results.trials, adapter);
  const timing = findMeasured(results.timings, timingSpec(comparison, standings), adapter);
  return [
    byUpdate(comparison, standings),
    ...(comparison.targetLoss === null ? [] : [toTarget(comparison, standings, timing?.secondsPerUpdate ?? null)]),
    ...(timing === undefined ? [] : [bySecond(comparison, standings, timing.secondsPerUpdate)]),
    allCandidates(comparison, standings),
  ];
}

function byUpdate(comparison: Comparison, standings: readonly Standing[]): ComparisonTable {
  const { experiment, entrants, updates } = comparison;
  const trials = standings.flatMap((standing) => standing.trials);
  const measured = trials.filter((trial) => trial !== undefined).length;
  return {
    title:
      `${experiment.name}: ${metricOf(comparison)} on the first ${experiment.evaluation.trainExamples} training examples by update. ` +
      `Budget of every entrant: ${entrants[0]!.candidates.length} candidates × ${experiment.stop.steps!} updates; ${choiceOf(comparison)} is shown.` +
      (measured < trials.length ? ` Only ${measured} of all ${trials.length} candidates are measured yet.` : ''),
    header: ['entrant', 'chosen setting', ...updates.map(String)],
    rows: standings.map(({ entrant, winner }) => [
      entrant.name,
      winner === null ? NONE : describe(entrant, winner.candidate),
      ...updates.map((update) => scoreOf(winner?.trial.evaluations.find(({ step }) => step === update))),
    ]),
  };
}

function choiceOf({ targetLoss }: Comparison): string {
  return targetLoss === null ? 'the best at the end' : `the first at a training loss of ${targetLoss}`;
}

function toTarget(comparison: Comparison, standings: readonly Standing[], costs: readonly number[] | null): ComparisonTable {
  const { experiment } = comparison;
  const steps = experiment.stop.steps!;
  const timed = standings.filter(({ winner }) => winner !== null);
  return {
    title:
      `${experiment.name}: updates and seconds to a training loss of ${comparison.targetLoss!}, evaluated every ${experiment.evaluation.every} updates. ` +
      `The last columns are scored after all ${steps}.`,
    header: ['entrant', 'chosen setting', 'updates', 's/update', 'seconds', 'training loss', `test ${metricOf(comparison)}`],
    rows: standings.map((standing) => {
      const { entrant, winner } = standing;
      if (winner === null) return [entrant.name, ...Array<string>(6).fill(NONE)];
      const { candidate, trial, reached } = winner;
      const cost = costs?.[timed.indexOf(standing)];
      const last = trial.evaluations.at(-1)!;
      const seconds = (updates: number): string => (cost === undefined ? NONE : formatNumber(updates * cost, 3));
      return [
        entrant.name,
        describe(entrant, candidate),
        reached === null ? `> ${steps}` : String(reached),
        seconds(1),
        reached === null ? `> ${seconds(steps)}` : seconds(reached),
        formatNumber(last.trainLoss),
        formatNumber(last.testMetric),
      ];
    }),
  };
}

function bySecond(comparison: Comparison, standings: readonly Standing[], costs: readonly number[]): ComparisonTable {
  const { experiment, timing } = comparison;
  const steps = experiment.stop.steps!;
  const times = commonTimes(steps * Math.min(...costs), steps * Math.max(...costs));
  const winners = standings.flatMap(({ entrant, winner }) => (winner === null ? [] : [{ name: entrant.name, trial: winner.trial }]));
  return {
    title:
      `${experiment.name}: ${metricOf(comparison)} by second, in brackets the update. Seconds are updates times the mean cost of one, ` +
      `measured over ${timing.updates} updates of each after ${timing.warmUp}, the winners taking turns update by update, evaluation excluded. Who has trained all ${steps} keeps the last value.`,
    header: ['entrant', 's/update', ...times.map((time) => `${formatNumber(time, 3)} s`)],
    rows: winners.map(({ name, trial }, index) => {
      const cost = costs[index]!;
      return [name, formatNumber(cost, 3), ...times.map((time) => scoreAt(trial, time / cost))];
    }),
  };
}

/** The end of the slowest and its halvings, until two of them lie within what the fastest trained. */
function commonTimes(shortest: number, longest: number): number[] {
  const times = [longest];
  while (times[0]! > shortest / 2 && times.length < MOST_TIMES) times.unshift(times[0]! / 2);
  return times;
}

/** The last evaluation by a time in updates; beyond what was trained, the last of all. */
function scoreAt({ evaluations }: Trial, updates: number): string {
  const last = evaluations.findLast(({ step }) => step <= updates * (1 + ROUNDING));
  return last === undefined ? NONE : `${scoreOf(last)} (${last.step})`;
}

function allCandidates(comparison: Comparison, standings: readonly Standing[]): ComparisonTable {
  const { experiment } = comparison;
  return {
    title: `${experiment.name}: ${metricOf(comparison)} of every candidate after ${experiment.stop.steps!} updates.`,
    header: ['entrant', 'candidate', 'setting', metricOf(comparison)],
    rows: standings.flatMap(({ entrant, trials }) =>
      trials.map((trial, candidate) => [
        entrant.name,
        String(candidate + 1),
        describe(entrant, candidate),
        trial?.stopped ? `stopped at ${trial.stopped.step}` : scoreOf(trial?.evaluations.at(-1)),
      ]),
    ),
  };
}

function describe({ candidates }: Entrant, candidate: number): string {
  return describeCandidate(candidates, candidate) || NONE;
}

function scoreOf(evaluation: Trial['evaluations'][number] | undefined): string {
  return evaluation === undefined ? NONE : formatNumber(evaluation.trainMetric);
}

function metricOf(comparison: Comparison): string {
  if (isError(comparison)) return 'squared error';
  return taskOf(comparison.experiment).kind === 'regression' ? 'R²' : 'accuracy';
}
