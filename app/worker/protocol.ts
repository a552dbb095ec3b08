import type { SessionEvent } from '../lab/events.ts';
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
  /** The page has drawn event number `sequence`; the worker keeps a few unacknowledged events at the most. */
  | { readonly type: 'acknowledge'; readonly runId: number; readonly sequence: number };

/** What the worker tells the page; `sequence` counts up within a run. */
export type RunEvent = { readonly runId: number; readonly sequence: number } & (
  | SessionEvent
  /** Preparing: datasets, pipelines. */
  | { readonly type: 'loading'; readonly stage: 'device' | 'data' | 'compile' }
  | { readonly type: 'transport'; readonly playing: boolean }
  | { readonly type: 'failure'; readonly failure: Failure }
);

/** A fault a person should read: what happened and what to do. The run is over. */
export interface Failure {
  readonly kind: 'no-webgpu' | 'device-lost' | 'out-of-memory' | 'bad-spec' | 'data' | 'internal';
  readonly message: string;
  readonly remedy: string;
}
