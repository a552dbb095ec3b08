import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { constant } from '../ops/constant.ts';

/** The identity, `[size, size]`. */
export function identityMatrix(graph: Graph, size: number): Tensor {
  return constant(graph, [size, size], identities([{ offset: 0, size }], size ** 2));
}

/** Flat content in which every matrix is the identity. */
export function identities(matrices: readonly MatrixSlot[], length: number): Float32Array {
  const values = new Float32Array(length);
  for (const { offset, size } of matrices) {
    for (let row = 0; row < size; row++) values[offset + row * (size + 1)] = 1;
  }
  return values;
}
