import { defineOp } from '../graph/define-op.ts';
import { sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { checkCounter } from './counter.ts';
import { elementwise } from './elementwise.ts';

/** The numbers `shaders/random/fill.wgsl` knows them by. */
const DISTRIBUTIONS = ['uniform', 'normal', 'signs', 'dropout'] as const;

interface RandomAttributes {
  readonly distribution: (typeof DISTRIBUTIONS)[number];
  readonly shape: Shape;
  readonly purpose: number;
  /** Of dropout. */
  readonly rate?: number;
}

const record = defineOp<RandomAttributes>({
  name: 'random',
  shape: ([counter], { shape }) => {
    checkCounter('random', counter!);
    return shape;
  },
  lower: (_, [counter], output, { distribution, purpose, rate = 0 }) =>
    elementwise('random/fill.wgsl', sizeOf(output.shape), [read(counter!), readWrite(output)], {
      PURPOSE: purpose,
      DISTRIBUTION: DISTRIBUTIONS.indexOf(distribution),
      RATE: rate,
    }),
  vjp: () => [null],
  jvp: () => null,
});

/**
 * Uniform numbers in [0, 1), a function of the counter, the purpose (a u32 that tells streams apart) and the index.
 * @throws ShapeError when `counter` is no counter.
 */
export function randomUniform(counter: Tensor, shape: Shape, purpose: number): Tensor {
  return record([counter], { distribution: 'uniform', shape, purpose });
}

/** Standard normal numbers, keyed like `randomUniform`. @throws ShapeError when `counter` is no counter. */
export function randomNormal(counter: Tensor, shape: Shape, purpose: number): Tensor {
  return record([counter], { distribution: 'normal', shape, purpose });
}

/** −1 or 1 with equal chances, keyed like `randomUniform`. @throws ShapeError when `counter` is no counter. */
export function randomSigns(counter: Tensor, shape: Shape, purpose: number): Tensor {
  return record([counter], { distribution: 'signs', shape, purpose });
}

/**
 * 0 with a chance of `rate`, else 1/(1 − rate), keyed like `randomUniform`.
 * @throws ShapeError when `counter` is no counter, or the rate is not in [0, 1).
 */
export function dropoutMask(counter: Tensor, shape: Shape, rate: number, purpose: number): Tensor {
  if (!(rate >= 0 && rate < 1)) throw new ShapeError(`dropoutMask: expected a rate in [0, 1), got ${rate}; keep some of the elements`);
  return record([counter], { distribution: 'dropout', shape, purpose, rate });
}
