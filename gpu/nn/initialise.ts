import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { WeightDeclaration } from './layer.ts';

/**
 * How a weight `[inputs + 1, outputs]` starts; biases are zero.
 * `glorot`: uniform on ±√(6/(inputs + outputs)) (Glorot & Bengio 2010, eq. 16);
 * `he`: normal with variance 2/inputs (He et al. 2015, eq. 10);
 * `martens-sparse`: 15 incoming N(0, 1) weights a unit, the rest zero (Martens 2010, §5);
 * `embedding`: normal with variance 1/outputs, without a bias row;
 * `identity`: ones and a bias row of zeros, as the scale and shift of a norm start.
 */
export type Initialisation = 'glorot' | 'he' | 'martens-sparse' | 'embedding' | 'identity';

const SPARSE_CONNECTIONS = 15;

/** Values for a weight, row-major; the same seed gives the same values. */
export function initialise({ shape, initialisation }: Pick<WeightDeclaration, 'shape' | 'initialisation'>, seed: number): Float32Array {
  const random = xoroshiro128plus(seed);
  const [rows, outputs] = shape as readonly [number, number];
  const inputs = rows - 1;
  const values = new Float32Array(rows * outputs);
  switch (initialisation) {
    case 'glorot': {
      const limit = Math.sqrt(6 / (inputs + outputs));
      for (let index = 0; index < inputs * outputs; index++) values[index] = limit * (2 * uniformFloat64(random) - 1);
      return values;
    }
    case 'he': {
      const deviation = Math.sqrt(2 / inputs);
      for (let index = 0; index < inputs * outputs; index++) values[index] = deviation * normal(random);
      return values;
    }
    case 'martens-sparse': {
      for (let output = 0; output < outputs; output++) {
        for (const input of sample(inputs, Math.min(SPARSE_CONNECTIONS, inputs), random)) values[input * outputs + output] = normal(random);
      }
      return values;
    }
    case 'embedding': {
      const deviation = Math.sqrt(1 / outputs);
      return values.map(() => deviation * normal(random));
    }
    case 'identity':
      return values.fill(1, 0, inputs * outputs);
  }
}

/** Standard normal by Box and Muller. */
function normal(random: RandomGenerator): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
  return radius * Math.cos(2 * Math.PI * uniformFloat64(random));
}

/** `count` distinct numbers below `bound` (Floyd's algorithm). */
function sample(bound: number, count: number, random: RandomGenerator): Set<number> {
  const chosen = new Set<number>();
  for (let last = bound - count; last < bound; last++) {
    const candidate = uniformInt(random, 0, last);
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  return chosen;
}
