import type { Tensor } from '../graph/tensor.ts';
import { add, multiply } from '../ops/binary.ts';
import { slice } from '../ops/slice.ts';
import { sum } from '../ops/reduce.ts';

/**
 * Every channel by itself: `Σ_k input_kc weight_kc + weight_Kc`.
 * @param input `[rows, K · channels]`, channels fastest; @param weight `[K + 1, channels]`
 * @returns `[rows, channels]`
 */
export function channelwise(input: Tensor, weight: Tensor): Tensor {
  const { graph } = input;
  const [taps, channels] = [weight.shape[0]! - 1, weight.shape[1]!];
  const rows = input.shape[0]!;
  const products = multiply(graph.reshape(input, [rows, taps, channels]), slice(weight, 0, 0, taps));
  return add(graph.reshape(sum(products, [1]), [rows, channels]), slice(weight, 0, taps, 1));
}
