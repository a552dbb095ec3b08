import type { CurvatureBlock } from '../curvature/block.ts';
import type { Tensor } from '../graph/tensor.ts';
import { weightGradient } from '../nn/site-gradients.ts';
import type { StepTrace } from './optimizer.ts';

/**
 * The gradient of the regularised loss multiplied by the inverse curvature, F̆⁻¹∇h, as one flat tensor, by the cheaper
 * route for each block; the plain gradient too when it is `gradientNeeded`.
 * @param gradients preactivation gradients `[batch, outputs]` of single cases, one a site.
 */
export function preconditionedGradient(
  step: StepTrace,
  blocks: readonly CurvatureBlock[],
  gradients: readonly Tensor[],
  weightDecay: number,
  gradientNeeded: boolean,
): { readonly direction: Tensor; readonly gradient: Tensor | null } {
  const { graph, state, model, pass } = step;
  const direction = state.variable('direction', [model.layout.size]);
  const gradient = gradientNeeded ? state.variable('gradient', [model.layout.size]) : null;
  for (const [index, site] of pass.sites.entries()) {
    const { shape, offset } = model.layout.slices[index]!;
    const block = blocks[index]!;
    const route = block.route({ batch: site.input.shape[0]!, gradientNeeded, hasExtraTerm: weightDecay !== 0 });
    const plain = gradientNeeded || route === 'gradient' ? weightGradient(site, gradients[index]!, weightDecay) : null;
    if (gradient !== null && plain !== null) graph.store(plain, graph.read(gradient, shape, offset));
    const preconditioned =
      route === 'gradient' && plain !== null
        ? block.preconditionGradient(graph, plain)
        : block.preconditionSignals(graph, { input: site.input, gradients: gradients[index]! });
    graph.store(preconditioned, graph.read(direction, shape, offset));
  }
  return { direction: graph.read(direction), gradient: gradient === null ? null : graph.read(gradient) };
}
