import type { Operand } from '../graph/node.ts';
import { formatShape, sameShape, sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { spread, type Binding, type Kernel } from '../runtime/kernel.ts';

const INVOCATIONS = 256;

/** A kernel with one invocation for each of `invocations` results, 256 a workgroup; none for no results. */
export function elementwise(
  shader: string,
  invocations: number,
  bindings: readonly Binding<Operand>[],
  overrides: Readonly<Record<string, number>> = {},
): Kernel<Operand>[] {
  if (invocations === 0) return [];
  return [{ shader, overrides, bindings, workgroups: spread(Math.ceil(invocations / INVOCATIONS)) }];
}

/** Picks the shader for vectors of four elements where all sizes allow it, and the number of invocations. */
export function elementwiseByFour(
  shader: string,
  shape: Shape,
  bindings: readonly Binding<Operand>[],
  overrides: Readonly<Record<string, number>> = {},
): Kernel<Operand>[] {
  const size = sizeOf(shape);
  return size % 4 === 0
    ? elementwise(`${shader}-vector.wgsl`, size / 4, bindings, overrides)
    : elementwise(`${shader}.wgsl`, size, bindings, overrides);
}

/** @throws ShapeError unless all tensors have one shape. */
export function sharedShape(name: string, tensors: readonly Tensor[]): Shape {
  const [first, ...others] = tensors.map((tensor) => tensor.shape);
  for (const shape of others) {
    if (!sameShape(first!, shape)) {
      throw new ShapeError(`${name}: expected shape ${formatShape(first!)}, got ${formatShape(shape)}; give operands of one shape`);
    }
  }
  return first!;
}
