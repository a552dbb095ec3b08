import type { MatrixSlot } from '../linalg/matrix-batch.ts';

/** Flat content in which every matrix is the identity. */
export function identities(matrices: readonly MatrixSlot[], length: number): Float32Array {
  const values = new Float32Array(length);
  for (const { offset, size } of matrices) {
    for (let row = 0; row < size; row++) values[offset + row * (size + 1)] = 1;
  }
  return values;
}
