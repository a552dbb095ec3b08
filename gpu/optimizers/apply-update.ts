import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { flatGroups } from './flat-groups.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * δ ← −α · direction + μ · δ and θ ← θ + δ with α and μ from the report, in one pass over flat buffers; a
 * step that the guard rejects, as it does for an α or μ that is not finite, is not taken.
 */
export function applyUpdate(step: StepTrace, direction: Tensor, update: Tensor): void {
  const { graph, guard } = step;
  guard.watchStep(graph, graph.read(step.report.current));
  const report = graph.read(step.report.current);
  const health = graph.read(guard.health);
  const parameters = graph.read(step.parameters);
  const lastGood = graph.read(guard.lastGood);
  graph.effect({
    name: 'apply update',
    reads: [direction, report, health],
    updates: [parameters, update, lastGood],
    lower: () => [
      {
        shader: 'optimizers/apply-update.wgsl',
        bindings: [read(direction), read(report), read(health), readWrite(parameters), readWrite(update), readWrite(lastGood)],
        workgroups: flatGroups(step.model.layout.size),
      },
    ],
  });
}
