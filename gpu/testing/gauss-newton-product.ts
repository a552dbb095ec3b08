import type { Variable } from '../graph/state.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import { jvp } from '../ops/differentiate.ts';
import type { ReferencePass } from './evaluate-reference.ts';

/**
 * Jᵀ F_R J v, mean over terms of the loss: forward mode, the Fisher of the loss, reverse mode. It and v lie as the parameters
 * do, in variables named after `name`.
 */
export function gaussNewtonProduct({ graph, state, model, loss, pass }: ReferencePass, name: string, v: Float32Array): Variable {
  const vector = state.variable(`vector ${name}`, [model.layout.size], v);
  const tangents = new Map(
    pass.sites.map((site, index) => {
      const { shape, offset } = model.layout.slices[index]!;
      return [site.weight, graph.read(vector, shape, offset)];
    }),
  );
  const cotangent = loss.fisherProduct(pass.outputs, jvp(pass.outputs, tangents)!);
  const product = state.variable(`product ${name}`, [model.layout.size]);
  for (const [index, gradients] of preactivationGradients(pass, cotangent).entries()) {
    const { shape, offset } = model.layout.slices[index]!;
    graph.store(weightGradient(pass.sites[index]!, gradients, 0), graph.read(product, shape, offset));
  }
  return product;
}
