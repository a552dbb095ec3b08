import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { flatGroups } from './flat-groups.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * δ ← −α · direction + μ · δ and θ ← θ + δ with α and μ from the report, in one pass over flat buffers; nothing moves
 * once the guard has tripped.
 */
export function applyUpdate(step: StepTrace, direction: Tensor, update: Tensor): void {
  const { graph } = step;
  const report = graph.read(step.report.current);
  const health = graph.read(step.guard.health);
  const parameters = graph.read(step.parameters);
  graph.effect({
    name: 'apply update',
    reads: [direction, report, health],
    updates: [parameters, update],
    lower: () => [
      {
        shader: 'optimizers/apply-update.wgsl',
        bindings: [read(direction), read(report), read(health), readWrite(parameters), readWrite(update)],
        workgroups: flatGroups(step.model.layout.size),
      },
    ],
  });
}
