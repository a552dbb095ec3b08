import type { Variable } from '../graph/state.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { flatGroups } from './flat-groups.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * Keeps θ̄ ← ξ θ̄ + (1 − ξ) θ with ξ = min(1 − 1/k, decay) after the k-th update (Martens & Grosse 2015, §8: 0.99): the
 * parameters to evaluate, while θ goes on training.
 */
export function iterateAverage(step: StepTrace, decay: number): Variable {
  const { graph, state, model, guard, counter } = step;
  const variable = state.variable('averaged parameters', [model.layout.size]);
  const parameters = graph.read(step.parameters);
  const averaged = graph.read(variable);
  const health = graph.read(guard.health);
  graph.effect({
    name: 'iterate average',
    reads: [parameters, health, counter],
    updates: [averaged],
    lower: () => [
      {
        shader: 'optimizers/iterate-average.wgsl',
        overrides: { DECAY: decay },
        bindings: [read(parameters), read(health), read(counter), readWrite(averaged)],
        workgroups: flatGroups(model.layout.size),
      },
    ],
  });
  return variable;
}
