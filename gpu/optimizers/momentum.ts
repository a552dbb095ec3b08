import type { Variable } from '../graph/state.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { flatGroups } from './flat-groups.ts';
import type { StepTrace } from './optimizer.ts';

/** v ← m v + g for a flat g that the guard has looked at; gives v, or g + m v with Nesterov, as a flat variable. */
export function accumulateMomentum(
  { graph, state, model, guard }: StepTrace,
  slope: Variable,
  { momentum, nesterov }: { readonly momentum: number; readonly nesterov: boolean },
): Variable {
  const result = state.scratch('momentum', [model.layout.size]);
  const gradient = graph.read(slope);
  const health = graph.read(guard.health);
  const velocity = graph.read(state.variable('velocity', [model.layout.size]));
  const target = graph.read(result);
  graph.effect({
    name: 'momentum',
    reads: [gradient, health],
    updates: [velocity, target],
    lower: () => [
      {
        shader: 'optimizers/momentum.wgsl',
        overrides: { MOMENTUM: momentum, NESTEROV: nesterov ? 1 : 0 },
        bindings: [read(gradient), read(health), readWrite(velocity), readWrite(target)],
        workgroups: flatGroups(model.layout.size),
      },
    ],
  });
  return result;
}
