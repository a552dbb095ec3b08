import type { PacedStage } from '../lab/batch-schedule.ts';
import type { ArmDescription, EvaluationEvent, FinishedEvent } from '../lab/events.ts';
import type { InspectionEvent } from '../lab/inspection-event.ts';
import type { MistakesEvent } from '../lab/mistakes.ts';
import type { PredictionsEvent } from '../lab/predictions-event.ts';
import type { Task } from '../lab/task.ts';
import type { GuardCounts } from '../lab/guard-counts.ts';
import type { LayerLookEvent } from '../lab/looks/look.ts';
import type { VisibleLayer } from '../lab/looks/visible-layer.ts';
import type { PositionsEvent } from '../lab/position-scores.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { Failure } from '../worker/protocol.ts';
import type { AdapterFacts } from '../../gpu/runtime/adapter-facts.ts';
import { RunMetrics } from './run-metrics.ts';

/** Where a run is in its life. */
export type RunStatus =
  | { readonly kind: 'empty' }
  | { readonly kind: 'loading'; readonly stage: 'start' | 'device' | 'data' | 'compile' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'finished'; readonly reason: FinishedEvent['reason'] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What is known of one arm of the race. */
export interface ArmState {
  readonly description: ArmDescription;
  readonly step: number;
  /** Own training time, s. */
  readonly seconds: number;
  /** Loss of the newest minibatch, NaN before the first. */
  readonly loss: number;
  readonly evaluation: EvaluationEvent | null;
  readonly scalars: Readonly<Record<string, number>>;
  /** What its guards did since the start. */
  readonly guards: GuardCounts;
  readonly stopped: { readonly step: number; readonly tensor: string; readonly message: string } | null;
  readonly predictions: PredictionsEvent | null;
  /** Null before the first evaluation, and where there are no classes. */
  readonly mistakes: MistakesEvent | null;
  /** Null before the first evaluation, and where an example is one answer alone. */
  readonly positions: PositionsEvent | null;
  /** The steps at which each position was first told well; NaN where it has not been yet. */
  readonly learnt: readonly number[];
  /** What was seen last of a layer at work; null while nothing was. */
  readonly look: LayerLookEvent | null;
}

/** One run as the page shows it: plain values, replaced and never changed; `metrics` alone changes in place. */
export interface RunState {
  readonly id: number;
  readonly spec: ExperimentSpec | null;
  readonly status: RunStatus;
  readonly playing: boolean;
  readonly adapter: AdapterFacts | null;
  readonly task: Task | null;
  /** Sizes of the minibatches, first to last; none before the session is ready. */
  readonly batches: readonly PacedStage[];
  /** Layers of the model that can be looked into; none before the session is ready. */
  readonly visible: readonly VisibleLayer[];
  /** Of the test split; 0 before the session is ready. */
  readonly testExamples: number;
  /** What a person should know of the data. */
  readonly notes: readonly string[];
  readonly arms: readonly ArmState[];
  readonly inspection: InspectionEvent | null;
  readonly metrics: RunMetrics;
}

/** The state before anything was loaded. */
export function emptyRun(): RunState {
  return {
    id: 0,
    spec: null,
    status: { kind: 'empty' },
    playing: false,
    adapter: null,
    task: null,
    batches: [],
    visible: [],
    testExamples: 0,
    notes: [],
    arms: [],
    inspection: null,
    metrics: new RunMetrics([]),
  };
}

/** The state right after a load was asked for; the adapter is the same as before until the worker says otherwise. */
export function loadingRun(id: number, spec: ExperimentSpec, adapter: AdapterFacts | null): RunState {
  return { ...emptyRun(), id, spec, adapter, status: { kind: 'loading', stage: 'start' } };
}

/** Whether the run can take a play, pause or step command. */
export function isLive(run: RunState): boolean {
  return run.status.kind === 'ready';
}

/** Steps done by the arm that is furthest. */
export function stepsDone(run: RunState): number {
  return run.arms.reduce((most, arm) => Math.max(most, arm.step), 0);
}
