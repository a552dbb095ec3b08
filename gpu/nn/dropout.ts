import { multiply } from '../ops/binary.ts';
import { dropoutMask } from '../ops/random.ts';
import type { Layer } from './layer.ts';

/** Keeps the draws of dropout layers apart from all other random numbers, and from one another. */
const FIRST_PURPOSE = 1_000;

/**
 * In training sets each number to zero with probability `rate` and scales the others by 1/(1 − rate) (Srivastava et al. 2014);
 * elsewhere leaves all as they are.
 * @param stream tells the dropout layers of a model apart, from 0
 */
export function dropout(name: string, rate: number, stream: number): Layer {
  return {
    name,
    weights: [],
    apply: ([input], _, { counter }) =>
      counter === null || rate === 0 ? input : multiply(input, dropoutMask(counter, input.shape, rate, FIRST_PURPOSE + stream)),
  };
}
