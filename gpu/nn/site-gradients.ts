import { ShapeError } from '../runtime/errors.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add } from '../ops/binary.ts';
import { vjp } from '../ops/differentiate.ts';
import { matmul } from '../ops/matmul.ts';
import { affine } from '../ops/unary.ts';
import type { ForwardPass } from './sequential.ts';
import type { Site } from './site.ts';

/** The cotangent of the outputs `[batch, D]` pulled back to the preactivation of every site, `[batch, outputs]`. */
export function preactivationGradients(pass: ForwardPass, cotangent: Tensor): readonly Tensor[] {
  const preactivations = pass.sites.map((site) => site.preactivation);
  return vjp(pass.outputs, cotangent, preactivations).map((gradient, index) => {
    if (gradient === null) {
      throw new ShapeError(`site ${pass.sites[index]!.name}: expected a path to the outputs, got none; remove the layer`);
    }
    return gradient;
  });
}

/**
 * The mean gradient of a weight, `Āᵀ g / N + η W̄`, `[inputs + 1, outputs]`, from the preactivation gradients
 * `[batch, outputs]` of single cases.
 */
export function weightGradient(site: Site, gradients: Tensor, weightDecay: number): Tensor {
  const mean = matmul(site.input, gradients, { transposeA: true, homogeneous: true, scale: 1 / site.input.shape[0]! });
  return weightDecay === 0 ? mean : add(mean, affine(site.weight, weightDecay));
}
