import { read, readWrite } from '../runtime/kernel.ts';
import type { StepTrace } from './optimizer.ts';

/** How the rate goes on once warm-up is over; s counts the steps since then. */
export type RateDecay =
  | { readonly kind: 'constant' }
  /** Along half a cosine from 1 to the fraction `final` at s = `steps`, where it stays (Loshchilov & Hutter 2017, eq. 5). */
  | { readonly kind: 'cosine'; readonly steps: number; readonly final: number }
  /** Multiplied by `factor` whenever s is a multiple of `every`. */
  | { readonly kind: 'step'; readonly every: number; readonly factor: number };

/** What the learning rate is multiplied by at the 1-based step t: warm-up min(1, t / W) times decay at s = t − max(W, 1). */
export interface RateSchedule {
  /** W; 0 and 1 mean none. */
  readonly warmUp: number;
  readonly decay: RateDecay;
}

export interface ScheduledRate {
  readonly learningRate: number;
  readonly schedule: RateSchedule;
}

/** The overrides of `lib/learning-rate.wgsl`, for any kernel that includes it. */
export function rateOverrides({ learningRate, schedule: { warmUp, decay } }: ScheduledRate): Readonly<Record<string, number>> {
  const base = { LEARNING_RATE: learningRate, WARM_UP: warmUp };
  switch (decay.kind) {
    case 'constant':
      return base;
    case 'cosine':
      return { ...base, DECAY: 1, DECAY_STEPS: decay.steps, DECAY_TO: decay.final };
    case 'step':
      return { ...base, DECAY: 2, DECAY_STEPS: decay.every, DECAY_TO: decay.factor };
  }
}

/** Writes the rate of this step into the report as α, where the update finds it and people see it. */
export function scheduleRate({ graph, report, counter }: StepTrace, rate: ScheduledRate): void {
  const current = graph.read(report.current);
  graph.effect({
    name: 'learning rate',
    reads: [counter],
    updates: [current],
    lower: () => [
      {
        shader: 'optimizers/learning-rate.wgsl',
        overrides: rateOverrides(rate),
        bindings: [read(counter), readWrite(current)],
        workgroups: [1, 1, 1],
      },
    ],
  });
}
