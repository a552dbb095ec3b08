import type { Tensor } from '../graph/tensor.ts';
import { concatenate } from '../ops/concatenate.ts';
import { matmul } from '../ops/matmul.ts';
import { slice } from '../ops/slice.ts';
import type { SideMatrix } from './factor-layout.ts';

/** The matrix that multiplies a part of a side, `[size, size]`. */
type MatrixOf = (part: SideMatrix) => Tensor;

interface ProductOptions {
  readonly transposed?: boolean;
}

/** `M·x` where M is the block diagonal of the parts' matrices (or of their transposes); x itself where there are none. */
export function timesLeft(
  parts: readonly SideMatrix[],
  matrixOf: MatrixOf,
  x: Tensor,
  { transposed = false }: ProductOptions = {},
): Tensor {
  return join(
    parts.map((part) => matmul(matrixOf(part), slice(x, 0, part.start, part.size), { transposeA: transposed })),
    x,
    0,
  );
}

/** `x·M`, likewise. */
export function timesRight(
  parts: readonly SideMatrix[],
  matrixOf: MatrixOf,
  x: Tensor,
  { transposed = false }: ProductOptions = {},
): Tensor {
  return join(
    parts.map((part) => matmul(slice(x, 1, part.start, part.size), matrixOf(part), { transposeB: transposed })),
    x,
    1,
  );
}

/** `[x 1]·M` for inputs `[N, inputs]` whose homogeneous coordinate belongs to the last part. */
export function homogeneousTimesRight(parts: readonly SideMatrix[], matrixOf: MatrixOf, input: Tensor): Tensor {
  return join(
    parts.map((part) => matmul(inputPart(input, part), matrixOf(part), { homogeneous: part === parts.at(-1) })),
    input,
    1,
  );
}

/** The stored columns of an input part; the last one's matrix also has the homogeneous coordinate. */
export function inputPart(input: Tensor, { start, size }: SideMatrix): Tensor {
  return slice(input, 1, start, Math.min(size, input.shape[1]! - start));
}

function join([first, ...others]: readonly Tensor[], whole: Tensor, axis: number): Tensor {
  return first === undefined ? whole : concatenate([first, ...others], axis);
}
