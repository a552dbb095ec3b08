import type { Tensor } from '../graph/tensor.ts';
import { affine } from '../ops/affine.ts';
import { multiply, subtract } from '../ops/binary.ts';
import { reciprocal, squareRoot } from '../ops/unary.ts';
import { channelwise } from './channelwise.ts';
import type { Layer } from './layer.ts';
import type { Moments } from './moments.ts';
import { onRows } from './rows.ts';

/** Added to a variance before its root is divided by. */
const EPSILON = 1e-5;

/**
 * Batch norm over cases and positions with a scale and a shift for each of its `channels`, the last axis (Ioffe & Szegedy 2015,
 * algorithms 1 and 2). In training it normalises by the moments of the minibatch, through which gradients flow, so that the cases of
 * a minibatch depend on one another; elsewhere by running averages.
 */
export function batchNorm(name: string, channels: number): Layer {
  return {
    name,
    weights: [{ name, shape: [2, channels], use: 'channelwise', initialisation: 'identity' }],
    normalises: channels,
    apply: ([input], [weight], { register, momentsOf }) =>
      onRows(input, (rows) => {
        const normal = standardise(rows, momentsOf(rows));
        const result = channelwise(normal, weight!);
        register(0, normal, result);
        return result;
      }),
  };
}

/** `(x − mean)/√(variance + ε)`. */
function standardise(x: Tensor, { mean, variance }: Moments): Tensor {
  return multiply(subtract(x, mean), reciprocal(squareRoot(affine(variance, 1, EPSILON))));
}
