import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * The gradient of the mean loss by all parameters, one flat variable `[model.layout.size]`, which the guard has looked at.
 * @param outputGradient of single cases, `[batch, D]`; @param weightDecay L2 coefficient η.
 */
export function flatGradient(
  step: StepTrace,
  outputGradient = step.loss.gradient(step.pass.outputs, step.targets),
  weightDecay = 0,
): Variable {
  const { graph, state, model, guard, meanLoss } = step;
  const gradient = state.scratch('gradient', [model.layout.size]);
  guard.watch(graph, meanLoss, pullBack(step, outputGradient, gradient, weightDecay));
  return gradient;
}

/** Jᵀ of a cotangent of the outputs `[batch, D]`, the mean over the batch, plus η θ, put into a flat variable. */
export function pullBack({ graph, model, pass }: StepTrace, cotangent: Tensor, flat: Variable, weightDecay: number): Tensor {
  const gradients = preactivationGradients(pass, cotangent);
  for (const [index, site] of pass.sites.entries()) {
    const slice = model.layout.slices[index]!;
    graph.store(weightGradient(site, gradients[index]!, weightDecay), graph.read(flat, slice.shape, slice.offset));
  }
  return graph.read(flat);
}
