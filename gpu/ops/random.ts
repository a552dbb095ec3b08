import { defineOp } from '../graph/define-op.ts';
import { sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { checkCounter } from './counter.ts';
import { elementwise } from './elementwise.ts';

/** The numbers `shaders/random/fill.wgsl` knows them by. */
const DISTRIBUTIONS = ['uniform', 'normal', 'signs'] as const;

interface RandomAttributes {
  readonly distribution: (typeof DISTRIBUTIONS)[number];
  readonly shape: Shape;
  readonly purpose: number;
}

const record = defineOp<RandomAttributes>({
  name: 'random',
  shape: ([counter], { shape }) => {
    checkCounter('random', counter!);
    return shape;
  },
  lower: (_, [counter], output, { distribution, purpose }) =>
    elementwise('random/fill.wgsl', sizeOf(output.shape), [read(counter!), readWrite(output)], {
      PURPOSE: purpose,
      DISTRIBUTION: DISTRIBUTIONS.indexOf(distribution),
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
