import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { slice } from '../ops/slice.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { Site, TransposedUse } from './site.ts';

/** Preactivation gradients of both uses of a tied embedding. */
export interface TiedGradients {
  /** Of the rows that were looked up, `[rows, units]`. */
  readonly rows: Tensor;
  /** Of the scores of all tokens, `[rows, vocabulary]`. */
  readonly scores: Tensor;
  readonly transposed: TransposedUse;
}

/** Cuts the gradients of a site of a tied embedding, one flat tensor, into those of its two uses. */
export function tiedGradients({ name, input, weight, transposed }: Site, gradients: Tensor): TiedGradients {
  const [vocabulary, units] = weight.shape as readonly [number, number];
  if (transposed === null) throw new ShapeError(`site ${name}: expected uses of its weight transposed, got none; tie an output to it`);
  const [lookedUp, scored] = [input.shape[0]!, transposed.input.shape[0]!];
  const part = (start: number, rows: number, columns: number): Tensor =>
    gradients.graph.reshape(slice(gradients, 0, start, rows * columns), [rows, columns]);
  return {
    rows: part(0, lookedUp, units),
    scores: part(lookedUp * units, scored, vocabulary),
    transposed,
  };
}

/** The gradients of both uses as one flat tensor. */
export function flattened(x: Tensor): Tensor {
  return x.graph.reshape(x, [sizeOf(x.shape)]);
}
