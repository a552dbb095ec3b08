import type { SessionEvent } from '../lab/events.ts';
import type { Attempt, Budget, KfacArm } from '../lab/fit/fit-budget.ts';
import type { Look } from '../lab/looks/look.ts';
import type { Selection } from '../lab/session-control.ts';
import type { NamedFile } from './file-source.ts';
import type { ExperimentSpec } from '../lab/spec.ts';

/** What the page asks of the worker. `load` replaces any earlier run; later commands name the run they mean. */
export type Command =
  | {
      readonly type: 'load';
      readonly runId: number;
      readonly spec: ExperimentSpec;
      readonly play: boolean;
      /** What the spec names of a person's own files, as far as it is there. */
      readonly files?: readonly NamedFile[];
    }
  | { readonly type: 'play'; readonly runId: number }
  | { readonly type: 'pause'; readonly runId: number }
  | { readonly type: 'step'; readonly runId: number }
  /** Steps a second and arm at the most; null for as fast as it goes. */
  | { readonly type: 'speed'; readonly runId: number; readonly stepsPerSecond: number | null }
  /** The block to report on, again and again while the run goes on; null for none. */
  | { readonly type: 'inspect'; readonly runId: number; readonly selection: Selection | null }
  /** The layer to watch at work, now and at every evaluation; null for none. */
  | { readonly type: 'look'; readonly runId: number; readonly look: Look | null }
  /** The page has drawn event number `sequence`; the worker keeps a few unacknowledged events at the most. */
  | { readonly type: 'acknowledge'; readonly runId: number; readonly sequence: number }
  /** Fits the first arm of the spec to a budget; a race rests meanwhile, and one that is set going ends the fit. */
  | {
      readonly type: 'fit';
      readonly fitId: number;
      readonly spec: ExperimentSpec;
      readonly budget: Budget;
      readonly files?: readonly NamedFile[];
    }
  | { readonly type: 'cancel-fit'; readonly fitId: number };

/** What the worker tells the page. */
export type WorkerEvent = RunEvent | FitEvent;

/** What is told of a run; `sequence` counts up within it. */
export type RunEvent = { readonly runId: number; readonly sequence: number } & (
  | SessionEvent
  /** Preparing: datasets, pipelines. */
  | { readonly type: 'loading'; readonly stage: 'device' | 'data' | 'compile' }
  | { readonly type: 'transport'; readonly playing: boolean }
  | { readonly type: 'failure'; readonly failure: Failure }
);

/** What is told of a fit; the last three end it. */
export type FitEvent = { readonly fitId: number } & (
  | { readonly type: 'fit-stage'; readonly stage: FitStage }
  /** A structure is compiled and timed, the one at `index` of so many. */
  | { readonly type: 'fit-trying'; readonly label: string; readonly index: number; readonly choices: number }
  | { readonly type: 'fit-attempt'; readonly attempt: Attempt }
  /** Without an arm nothing fits; `measured` is its mean step in steps of SGD. */
  | { readonly type: 'fitted'; readonly arm: KfacArm | null; readonly measured: number | null }
  | { readonly type: 'fit-cancelled'; readonly by: 'person' | 'race' }
  | { readonly type: 'fit-failed'; readonly failure: Failure }
);

/** Whether nothing more is told of the fit. */
export function isFitEnd({ type }: Pick<FitEvent, 'type'>): boolean {
  return type === 'fitted' || type === 'fit-cancelled' || type === 'fit-failed';
}

export type FitStage = 'device' | 'data' | 'check';

/** A fault a person should read: what happened and what to do. The run, or the fit, is over. */
export interface Failure {
  readonly kind: 'no-webgpu' | 'device-lost' | 'out-of-memory' | 'bad-spec' | 'data' | 'internal';
  readonly message: string;
  readonly remedy: string;
}
