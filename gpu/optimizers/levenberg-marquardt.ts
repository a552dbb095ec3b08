import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { mean } from '../ops/reduce.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * Adapts λ by the reduction ratio ρ = (h(θ + δ) − h(θ)) / (predicted change) on the same minibatch: ρ > ¾ shrinks it
 * by ω = (19/20)^period, ρ < ¼ or NaN grows it by 1/ω (Martens & Grosse 2015, §6.5), as does a step that was rejected. Where the change is float noise
 * beside the loss (10⁻⁵), λ stays.
 */
export function adaptDamping(step: StepTrace, lambda: Tensor, products: Variable, weightDecay: number, period: number): void {
  const { graph, model, loss } = step;
  const after = model.apply(graph, step.parameters, step.inputs, { kind: 'training', counter: step.counter });
  const lossAfter = graph.reshape(mean(loss.values(after.outputs, step.targets)), [1]);
  const inner = graph.read(products);
  const report = graph.read(step.report.current);
  const health = graph.read(step.guard.health);
  graph.effect({
    name: 'damping',
    reads: [lossAfter, inner, health],
    updates: [lambda, report],
    lower: () => [
      {
        shader: 'optimizers/levenberg-marquardt.wgsl',
        overrides: { WEIGHT_DECAY: weightDecay, OMEGA: (19 / 20) ** period },
        bindings: [read(lossAfter), read(inner), readWrite(lambda), readWrite(report), read(health)],
        workgroups: [1, 1, 1],
      },
    ],
  });
}
