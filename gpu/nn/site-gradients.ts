import { ShapeError } from '../runtime/errors.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add, multiply } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { vjp } from '../ops/differentiate.ts';
import { matmul } from '../ops/matmul.ts';
import { sum } from '../ops/reduce.ts';
import { scatterRows } from '../ops/rows.ts';
import { affine } from '../ops/unary.ts';
import type { ForwardPass } from './network.ts';
import type { Site } from './site.ts';
import { flattened, tiedGradients } from './tied-signals.ts';

/**
 * The cotangent of the outputs `[terms, D]` pulled back to the preactivations of every site, `[rows, outputs]`; of a tied embedding to
 * those of both its uses, flat, as `tiedGradients` cuts them.
 */
export function preactivationGradients(pass: ForwardPass, cotangent: Tensor): readonly Tensor[] {
  const preactivations = pass.sites.flatMap((site) => [...site.preactivations, ...(site.transposed?.preactivations ?? [])]);
  const pulled = vjp(pass.outputs, cotangent, preactivations).values();
  return pass.sites.map(({ name, preactivations: straight, transposed }) => {
    const stacked = ({ length }: readonly Tensor[]): Tensor => {
      const gradients = Array.from({ length }, () => {
        const gradient = pulled.next().value ?? null;
        if (gradient === null) throw new ShapeError(`site ${name}: expected a path to the outputs, got none; remove the layer`);
        return gradient;
      });
      return concatenate(gradients as [Tensor, ...Tensor[]], 0);
    };
    const ofStraight = stacked(straight);
    return transposed === null ? ofStraight : concatenate([flattened(ofStraight), flattened(stacked(transposed.preactivations))], 0);
  });
}

/**
 * The gradient of the mean loss by a weight, in the weight's shape, with η W̄ for its L2 term, from the preactivation
 * gradients `[rows, outputs]` of single terms of the loss.
 */
export function weightGradient(site: Site, gradients: Tensor, weightDecay: number): Tensor {
  const mean = meanGradient(site, gradients);
  return weightDecay === 0 ? mean : add(mean, affine(site.weight, weightDecay));
}

/** The same without an L2 term: Āᵀ g / terms of a dense weight. */
export function meanGradient(site: Site, gradients: Tensor): Tensor {
  const { use, input, weight, terms } = site;
  const { graph } = input;
  switch (use) {
    case 'dense':
      return matmul(input, gradients, { transposeA: true, homogeneous: true, scale: 1 / terms });
    case 'embedding':
      return affine(scatterRows(gradients, input, weight.shape[0]!), 1 / terms);
    case 'tied-embedding': {
      const { rows, scores, transposed } = tiedGradients(site, gradients);
      const asOutput = matmul(scores, transposed.input, { transposeA: true });
      return affine(add(scatterRows(rows, input, weight.shape[0]!), asOutput), 1 / terms);
    }
    case 'channelwise': {
      const [rows, channels] = gradients.shape as readonly [number, number];
      const taps = weight.shape[0]! - 1;
      const ofTaps = sum(multiply(graph.reshape(input, [rows, taps, channels]), graph.reshape(gradients, [rows, 1, channels])), [0]);
      return affine(concatenate([ofTaps, sum(gradients, [0], { keepAxes: true })], 0), 1 / terms);
    }
  }
}
