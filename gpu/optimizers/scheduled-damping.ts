import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { KfacDamping } from './kfac-settings.ts';
import type { StepTrace } from './optimizer.ts';

/** Sets λ `[1]` to λ₀ (λ_N / λ₀)^min(k / N, 1) at the k-th step. */
export function scheduleDamping(
  { graph, counter }: StepTrace,
  lambda: Tensor,
  { lambda: first, finalLambda, steps }: Extract<KfacDamping, { kind: 'scheduled' }>,
): void {
  graph.effect({
    name: 'scheduled damping',
    reads: [counter],
    updates: [lambda],
    lower: () => [
      {
        shader: 'optimizers/scheduled-damping.wgsl',
        overrides: { FIRST: first, LOG_RATIO: Math.log(finalLambda / first), STEPS: steps },
        bindings: [read(counter), readWrite(lambda)],
        workgroups: [1, 1, 1],
      },
    ],
  });
}
