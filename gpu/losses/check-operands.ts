import { formatShape, sameShape, type Shape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';

/** @throws ShapeError unless the outputs are f32 `[N, D]` with D at least `leastColumns`. */
export function checkOutputs(name: string, outputs: Tensor, leastColumns = 0): Shape {
  const [, columns = -1] = outputs.shape;
  if (outputs.shape.length !== 2 || outputs.dtype !== 'f32' || columns < leastColumns) {
    throw new ShapeError(
      `${name}: expected outputs f32 [N, D]${leastColumns > 0 ? ` with D ≥ ${leastColumns}` : ''}, got ${describe(outputs)}; give each example one row`,
    );
  }
  return outputs.shape;
}

/** @throws ShapeError unless the labels are u32 `[N]` for outputs `[N, D]`. */
export function checkLabels(name: string, outputs: Tensor, labels: Tensor): void {
  if (labels.dtype !== 'u32' || !sameShape(labels.shape, [outputs.shape[0]!])) {
    throw new ShapeError(
      `${name}: expected class numbers u32 [${outputs.shape[0]!}], got ${describe(labels)}; give each example one class number`,
    );
  }
}

/** @throws ShapeError unless the values are f32 in the shape of the outputs. */
export function checkValues(name: string, outputs: Tensor, values: Tensor): void {
  if (values.dtype !== 'f32' || !sameShape(values.shape, outputs.shape)) {
    throw new ShapeError(`${name}: expected f32 ${formatShape(outputs.shape)}, got ${describe(values)}; match the outputs`);
  }
}

/** @throws ShapeError unless the outputs have such a column. */
export function checkColumn(name: string, outputs: Tensor, column: number): void {
  const columns = outputs.shape[1]!;
  if (!Number.isInteger(column) || column < 0 || column >= columns) {
    throw new ShapeError(`${name}: expected a column from 0 to ${columns - 1}, got ${column}; stay below fisherFactorColumns`);
  }
}

function describe({ dtype, shape }: Tensor): string {
  return `${dtype} ${formatShape(shape)}`;
}
