import { ShapeError } from '../runtime/errors.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { vjp } from '../ops/differentiate.ts';
import { matmul } from '../ops/matmul.ts';
import { affine } from '../ops/unary.ts';
import type { ForwardPass } from './network.ts';
import type { Site } from './site.ts';

/** The cotangent of the outputs `[terms, D]` pulled back to the preactivations of every site, `[rows, outputs]`. */
export function preactivationGradients(pass: ForwardPass, cotangent: Tensor): readonly Tensor[] {
  const preactivations = pass.sites.flatMap((site) => site.preactivations);
  const pulled = vjp(pass.outputs, cotangent, preactivations).values();
  return pass.sites.map(({ name, preactivations: { length } }) => {
    const gradients = Array.from({ length }, () => {
      const gradient = pulled.next().value ?? null;
      if (gradient === null) throw new ShapeError(`site ${name}: expected a path to the outputs, got none; remove the layer`);
      return gradient;
    });
    return concatenate(gradients as [Tensor, ...Tensor[]], 0);
  });
}

/**
 * The gradient of the mean loss by a weight, `Āᵀ g / terms + η W̄` in the weight's shape, from the preactivation gradients
 * `[rows, outputs]` of single terms of the loss.
 */
export function weightGradient(site: Site, gradients: Tensor, weightDecay: number): Tensor {
  const mean = meanGradient(site, gradients);
  return weightDecay === 0 ? mean : add(mean, affine(site.weight, weightDecay));
}

/** Āᵀ g / terms. */
export function meanGradient({ input, terms }: Site, gradients: Tensor): Tensor {
  return matmul(input, gradients, { transposeA: true, homogeneous: true, scale: 1 / terms });
}
