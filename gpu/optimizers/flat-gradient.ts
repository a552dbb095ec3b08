import type { Tensor } from '../graph/tensor.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import type { StepTrace } from './optimizer.ts';

/** The gradient of the mean loss by all parameters, one flat tensor `[model.layout.size]`, which the guard has looked at. */
export function flatGradient({ graph, state, model, pass, loss, targets, guard, meanLoss }: StepTrace): Tensor {
  const gradients = preactivationGradients(pass, loss.gradient(pass.outputs, targets));
  const flat = state.variable('gradient', [model.layout.size]);
  for (const [index, site] of pass.sites.entries()) {
    const slice = model.layout.slices[index]!;
    graph.store(weightGradient(site, gradients[index]!, 0), graph.read(flat, slice.shape, slice.offset));
  }
  const gradient = graph.read(flat);
  guard.watch(graph, meanLoss, gradient);
  return gradient;
}
