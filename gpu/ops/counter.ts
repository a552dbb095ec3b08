import { formatShape, sameShape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { readWrite } from '../runtime/kernel.ts';

/**
 * Effect: a counter, u32 `[2]` of step and seed, goes on by one step.
 * @throws ShapeError when it is no counter.
 */
export function advance(counter: Tensor): void {
  checkCounter('advance', counter);
  counter.graph.effect({
    name: 'advance',
    reads: [],
    updates: [counter],
    lower: () => [{ shader: 'gather/advance.wgsl', bindings: [readWrite(counter)], workgroups: [1, 1, 1] }],
  });
}

/** @throws ShapeError unless the tensor is a u32 `[2]`. */
export function checkCounter(name: string, counter: Tensor): void {
  if (counter.dtype !== 'u32' || !sameShape(counter.shape, [2])) {
    throw new ShapeError(
      `${name}: expected a counter, u32 [2] of step and seed, got ${counter.dtype} ${formatShape(counter.shape)}; pass the counter's variable`,
    );
  }
}
