import type { Session } from '../session.ts';
import type { ExperimentSpec } from '../spec.ts';
import { candidateSpec, type Comparison } from './comparison.ts';
import { findMeasured, type Results, type Timing, type Trial } from './results.ts';
import { standingsOf } from './standings.ts';
import { timingSpec } from './timing-spec.ts';

/** What a comparison tells while it runs. */
export type ComparisonEvent =
  | { readonly type: 'training'; readonly entrant: string; readonly candidate: number; readonly step: number; readonly loss: number }
  | { readonly type: 'timing'; readonly step: number; readonly steps: number }
  | { readonly type: 'trained'; readonly trial: Trial; readonly results: Results }
  | { readonly type: 'timed'; readonly results: Results };

export interface ComparisonParts {
  /** What was measured before; it is not measured again. */
  readonly known: Results;
  readonly adapter: string;
  /** Opens a session that is playing. */
  readonly open: (spec: ExperimentSpec) => Promise<Session>;
}

/**
 * Trains every candidate alone, then lets the best of each entrant take turns, update by update, to measure what one costs.
 * Ends early, without timing, when a session is stopped.
 * @throws as `openSession` and `Session.run`
 */
export async function* compareOptimizers(
  comparison: Comparison,
  { known, adapter, open }: ComparisonParts,
): AsyncGenerator<ComparisonEvent, void, undefined> {
  let results = known;
  // The first candidate of each entrant before the second of any: whenever it ends, all have had about the same budget.
  for (const candidate of comparison.entrants[0]!.candidates.keys()) {
    for (const entrant of comparison.entrants) {
      const spec = candidateSpec(comparison, entrant, candidate);
      if (findMeasured(results.trials, spec, adapter) !== undefined) continue;
      const trial = yield* trainAlone(spec, adapter, candidate, open);
      if (trial === null) return;
      results = { ...results, trials: [...results.trials, trial] };
      yield { type: 'trained', trial, results };
    }
  }
  const spec = timingSpec(comparison, standingsOf(comparison, results.trials, adapter));
  if (spec.arms.length === 0 || findMeasured(results.timings, spec, adapter) !== undefined) return;
  const timing = yield* takeTurns(spec, comparison.timing.warmUp, adapter, open);
  if (timing !== null) yield { type: 'timed', results: { ...results, timings: [...results.timings, timing] } };
}

/** Null when it was stopped before its end. */
async function* trainAlone(
  spec: ExperimentSpec,
  adapter: string,
  candidate: number,
  open: ComparisonParts['open'],
): AsyncGenerator<ComparisonEvent, Trial | null, undefined> {
  const entrant = spec.arms[0]!.name;
  const evaluations: Trial['evaluations'] = [];
  let stopped: Trial['stopped'] = null;
  const session = await open(spec);
  try {
    for await (const event of session.run()) {
      if (event.type === 'progress') {
        yield { type: 'training', entrant, candidate, step: event.steps.at(-1)!, loss: event.losses.at(-1)! };
      } else if (event.type === 'evaluation') {
        const { step, trainLoss, trainMetric, testMetric } = event;
        evaluations.push({ step, trainLoss, trainMetric, testMetric });
      } else if (event.type === 'arm-stopped') {
        stopped = { step: event.step, tensor: event.tensor };
      } else if (event.type === 'finished') {
        return event.reason === 'stopped' ? null : { spec, adapter, evaluations, stopped };
      }
    }
    return null;
  } finally {
    session.destroy();
  }
}

/** Null when it was stopped before its end. */
async function* takeTurns(
  spec: ExperimentSpec,
  warmUp: number,
  adapter: string,
  open: ComparisonParts['open'],
): AsyncGenerator<ComparisonEvent, Timing | null, undefined> {
  const spent = spec.arms.map(() => ({ warm: 0, step: 0, seconds: 0 }));
  const session = await open(spec);
  try {
    for await (const event of session.run()) {
      if (event.type === 'progress') {
        const arm = spent[event.arm]!;
        arm.step = event.steps.at(-1)!;
        arm.seconds = event.seconds.at(-1)!;
        arm.warm = event.seconds[event.steps.indexOf(warmUp)] ?? arm.warm;
        yield { type: 'timing', step: arm.step, steps: spec.stop.steps! };
      } else if (event.type === 'finished') {
        if (event.reason === 'stopped') return null;
        return { spec, adapter, secondsPerUpdate: spent.map(({ warm, step, seconds }) => (seconds - warm) / (step - warmUp)) };
      }
    }
    return null;
  } finally {
    session.destroy();
  }
}
