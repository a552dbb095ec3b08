import { sizeOf, type Shape } from '../graph/tensor.ts';

/** `x` repeated to `shape` by NumPy's rules. */
export function broadcastReference(x: Float64Array, from: Shape, shape: Shape): Float64Array {
  return new Float64Array(sizeOf(shape)).map((_, index) => x[offsetIn(from, shape, index)]!);
}

/** `x` of `shape` summed to a shape with 1 in place of the summed axes. */
export function sumReference(x: Float64Array, shape: Shape, to: Shape): Float64Array {
  const result = new Float64Array(sizeOf(to));
  for (const [index, value] of x.entries()) result[offsetIn(to, shape, index)]! += value;
  return result;
}

/** Where element `index` of `shape` is found in an operand that is repeated to it. */
function offsetIn(operand: Shape, shape: Shape, index: number): number {
  let offset = 0;
  let stride = 1;
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = operand[axis - shape.length + operand.length] ?? 1;
    const position = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
    offset += extent === 1 ? 0 : position * stride;
    stride *= extent;
  }
  return offset;
}

/** Softmax of rows of `columns` elements, or its logarithm. */
export function softmaxReference(x: Float64Array, columns: number, logarithm: boolean): Float64Array {
  const result = new Float64Array(x.length);
  for (let first = 0; first < x.length; first += columns) {
    const row = x.subarray(first, first + columns);
    const peak = Math.max(...row);
    const total = row.reduce((partial, value) => partial + Math.exp(value - peak), 0);
    const shift = peak + Math.log(total);
    for (const [column, value] of row.entries()) result[first + column] = logarithm ? value - shift : Math.exp(value - shift);
  }
  return result;
}

export interface MatmulReferenceOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly homogeneous?: boolean;
  readonly scale?: number;
}

/** `scale·op(Ā)·op(B)`; `shapes` are as stored. */
export function matmulReference(
  a: Float64Array,
  b: Float64Array,
  shapes: readonly [Shape, Shape],
  { transposeA = false, transposeB = false, homogeneous = false, scale = 1 }: MatmulReferenceOptions,
): Float64Array {
  const left = matrixOf(a, shapes[0]).map((row) => (homogeneous ? [...row, 1] : row));
  const width = shapes[0][1]! + (homogeneous ? 1 : 0);
  const right = matrixOf(b, shapes[1]);
  const [m, k] = transposeA ? [width, left.length] : [left.length, width];
  const n = transposeB ? shapes[1][0]! : shapes[1][1]!;
  return new Float64Array(m * n).map((_, index) => {
    const [i, j] = [Math.floor(index / n), index % n];
    let total = 0;
    for (let inner = 0; inner < k; inner++) {
      total += (transposeA ? left[inner]![i]! : left[i]![inner]!) * (transposeB ? right[j]![inner]! : right[inner]![j]!);
    }
    return scale * total;
  });
}

function matrixOf(elements: Float64Array, [rows, columns]: Shape): number[][] {
  return Array.from({ length: rows! }, (_, row) => [...elements.subarray(row * columns!, (row + 1) * columns!)]);
}
