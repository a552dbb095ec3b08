import type { NumpyArray } from './files/npy.ts';
import type { StoredTensor } from './files/safetensors.ts';

/** Matrices of blocks, whole or in parts, with inverses and eigenvectors; diagonals and EKFAC's scalings; eigenvalues; what damping added to each matrix; λ. */
const CURVATURE =
  /(?:\.(?:A|G|F)(?:\.\d+)?(?: inverse| eigenvectors)?| diagonal| scalings|^eigenvalues|^damping (?:shifts|strength)|^lambda)$/;
const FACTOR = /(?:\.(?:A|G|F)(?:\.\d+)?| diagonal)$/;

/** What a checkpoint knows of curvature, by the checkpoint's own names; empty where there are no factors. */
export function curvatureArrays(tensors: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, NumpyArray> {
  if (![...tensors.keys()].some((name) => FACTOR.test(name))) return new Map();
  return new Map(
    [...tensors]
      .filter(([name, { dtype }]) => dtype === 'F32' && CURVATURE.test(name))
      .map(([name, { shape, bytes }]) => [name, { shape, values: new Float32Array(bytes.slice().buffer) }]),
  );
}
