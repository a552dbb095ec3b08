import type { CurvatureBlock, Signals } from '../curvature/block.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { weightGradient } from '../nn/site-gradients.ts';
import type { StepTrace } from './optimizer.ts';

/** What a block's inverse is applied to, by the route that costs less. */
export type GradientSource =
  { readonly route: 'gradient'; readonly gradient: Tensor } | { readonly route: 'signals'; readonly signals: Signals };

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
  blocks: readonly CurvatureBlock[],
  gradients: readonly Tensor[],
  weightDecay: number,
  flatNeeded: boolean,
): BlockGradients {
  const flat = flatNeeded ? state.scratch('gradient', [model.layout.size]) : null;
  const sources = pass.sites.map((site, index): GradientSource => {
    const signals = { input: site.input, gradients: gradients[index]! };
    const problem = { batch: site.input.shape[0]!, gradientNeeded: flatNeeded, hasExtraTerm: weightDecay !== 0 };
    const route = blocks[index]!.route(problem);
    if (route === 'signals' && flat === null) return { route, signals };
    const gradient = weightGradient(site, signals.gradients, weightDecay);
    const { shape, offset } = model.layout.slices[index]!;
    if (flat !== null) graph.store(gradient, graph.read(flat, shape, offset));
    return route === 'signals' ? { route, signals } : { route, gradient };
  });
  return { sources, flat: flat === null ? null : graph.read(flat) };
}

/** F̆⁻¹∇h, block by block, into a flat variable. */
export function precondition(
  { graph, model }: StepTrace,
  blocks: readonly CurvatureBlock[],
  sources: readonly GradientSource[],
  direction: Variable,
): Tensor {
  for (const [index, block] of blocks.entries()) {
    const { shape, offset } = model.layout.slices[index]!;
    const source = sources[index]!;
    const preconditioned =
      source.route === 'gradient' ? block.preconditionGradient(graph, source.gradient) : block.preconditionSignals(graph, source.signals);
    graph.store(preconditioned, graph.read(direction, shape, offset));
  }
  return graph.read(direction);
}
