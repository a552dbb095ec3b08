import { dot } from '../ops/reduce.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { rateOverrides, type RateSchedule } from './learning-rate.ts';
import type { KfacStep } from './kfac-settings.ts';
import type { StepTrace } from './optimizer.ts';

const CONSTANT_RATE: RateSchedule = { warmUp: 0, decay: { kind: 'constant' } };

export interface FixedStepProblem {
  readonly step: StepTrace;
  /** F̆⁻¹∇h, flat. */
  readonly direction: Tensor;
  /** ∇h, flat; needed for the bound only. */
  readonly gradient: Tensor | null;
  /** `[1]`. */
  readonly lambda: Tensor;
  /** u32, not 0 where a factor could not be inverted. */
  readonly pivots: Tensor;
  /** Where they are written. */
  readonly report: Tensor;
  readonly settings: Extract<KfacStep, { kind: 'fixed' }>;
}

/**
 * Writes rate and momentum as given into a report, the rate scaled by ν = min(1, √(c / (lr² Σ direction·gradient)))
 * when a KL bound c is set (Ba, Grosse & Martens 2017, §5).
 */
export function fixedStep({ step, direction, lambda, pivots, report, gradient, settings }: FixedStepProblem): void {
  const { graph, counter } = step;
  // Without a bound there is no product to look at; λ stands in its place and is not read.
  const alignment = gradient === null ? lambda : dot(direction, gradient);
  graph.effect({
    name: 'fixed step',
    reads: [lambda, alignment, pivots, counter],
    updates: [report],
    lower: () => [
      {
        shader: 'optimizers/fixed-step.wgsl',
        overrides: {
          ...rateOverrides({ learningRate: settings.learningRate, schedule: settings.schedule ?? CONSTANT_RATE }),
          MOMENTUM: settings.momentum,
          IS_CLIPPED: gradient === null ? 0 : 1,
          KL_CLIP: settings.klClip ?? 0,
        },
        bindings: [read(lambda), read(alignment), read(pivots), read(counter), readWrite(report)],
        workgroups: [1, 1, 1],
      },
    ],
  });
}
