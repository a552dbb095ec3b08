import { dot } from '../ops/reduce.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { KfacStep } from './kfac-settings.ts';
import type { StepProblem } from './step-problem.ts';

/**
 * Writes rate and momentum as given into the report, the rate scaled by ν = min(1, √(c / (lr² Σ direction·gradient)))
 * when a KL bound c is set (Ba, Grosse & Martens 2017, §5).
 * @param problem.gradient flat; needed for the bound only.
 */
export function fixedStep(
  problem: StepProblem & { readonly gradient: Tensor | null; readonly settings: Extract<KfacStep, { kind: 'fixed' }> },
): void {
  const { step, direction, lambda, pivots, gradient, settings } = problem;
  const { graph } = step;
  // Without a bound there is no product to look at; λ stands in its place and is not read.
  const alignment = gradient === null ? lambda : dot(direction, gradient);
  const report = graph.read(step.report.current);
  graph.effect({
    name: 'fixed step',
    reads: [lambda, alignment, pivots],
    updates: [report],
    lower: () => [
      {
        shader: 'optimizers/fixed-step.wgsl',
        overrides: {
          LEARNING_RATE: settings.learningRate,
          MOMENTUM: settings.momentum,
          IS_CLIPPED: gradient === null ? 0 : 1,
          KL_CLIP: settings.klClip ?? 0,
        },
        bindings: [read(lambda), read(alignment), read(pivots), readWrite(report)],
        workgroups: [1, 1, 1],
      },
    ],
  });
}
