import type { GradientSource } from '../curvature/block.ts';
import type { Curvature } from '../curvature/curvature.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { weightGradient } from '../nn/site-gradients.ts';
import type { StepTrace } from './optimizer.ts';

/** The gradient of the regularised loss, ready for each block. */
export interface BlockGradients {
  /** One a block. */
  readonly sources: readonly GradientSource[];
  /** The plain gradient as one flat tensor, where it was asked for. */
  readonly flat: Tensor | null;
}

/**
 * Prepares the mean gradient for the blocks.
 * @param gradients preactivation gradients `[batch, outputs]` of single cases, one a site
 * @param flatNeeded whether the plain flat gradient is wanted anyway
 */
export function blockGradients(
  { graph, state, model, pass }: StepTrace,
  curvature: Curvature,
  gradients: readonly Tensor[],
  weightDecay: number,
  flatNeeded: boolean,
): BlockGradients {
  const flat = flatNeeded ? state.scratch('gradient', [model.layout.size]) : null;
  const sources = pass.sites.map((site, index): GradientSource => {
    const signals = { site, gradients: gradients[index]! };
    const problem = { rows: site.input.shape[0]!, gradientNeeded: flatNeeded, hasExtraTerm: weightDecay !== 0 };
    const route = curvature.route(index, problem);
    if (route === 'signals' && flat === null) return { route, signals };
    const gradient = weightGradient(site, signals.gradients, weightDecay);
    const { shape, offset } = model.layout.slices[index]!;
    if (flat !== null) graph.store(gradient, graph.read(flat, shape, offset));
    return route === 'signals' ? { route, signals } : { route, gradient };
  });
  return { sources, flat: flat === null ? null : graph.read(flat) };
}

/** F̆⁻¹∇h into a flat variable. */
export function precondition(
  { graph, model }: StepTrace,
  curvature: Curvature,
  sources: readonly GradientSource[],
  direction: Variable,
): Tensor {
  for (const [index, preconditioned] of curvature.precondition(graph, sources).entries()) {
    const { shape, offset } = model.layout.slices[index]!;
    graph.store(preconditioned, graph.read(direction, shape, offset));
  }
  return graph.read(direction);
}
