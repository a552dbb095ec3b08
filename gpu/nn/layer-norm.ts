import { normalize } from '../ops/normalize.ts';
import { channelwise } from './channelwise.ts';
import type { Layer } from './layer.ts';
import { onRows } from './rows.ts';

/** Added to a variance before its root is divided by. */
const EPSILON = 1e-5;

/** Layer norm over the last axis with a scale and a shift for each of its `channels` (Ba, Kiros & Hinton 2016). */
export function layerNorm(name: string, channels: number): Layer {
  return {
    name,
    weights: [{ name, shape: [2, channels], use: 'channelwise', initialisation: 'identity' }],
    apply: ([input], [weight], { register }) =>
      onRows(input, (rows) => {
        const normal = normalize(rows, EPSILON);
        const result = channelwise(normal, weight!);
        register(0, normal, result);
        return result;
      }),
  };
}
