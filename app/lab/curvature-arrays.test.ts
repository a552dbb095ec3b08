import { expect, test } from 'vitest';
import { curvatureArrays } from './curvature-arrays.ts';
import type { StoredTensor } from './files/safetensors.ts';

const tensor: StoredTensor = { dtype: 'F32', shape: [1, 2], bytes: new Uint8Array(Float32Array.of(1, -0).buffer) };
const names = (...list: string[]): string[] => [...curvatureArrays(new Map(list.map((name) => [name, tensor]))).keys()];

test('the curvature of a checkpoint is its matrices, their inverses and their damping', () => {
  const curvature = ['dense 1.A', 'dense 1.G.3', 'dense 2.F', 'dense 3 diagonal', 'dense 1.A inverse', 'damping shifts', 'lambda'];
  expect(names('dense 1.weight', ...curvature, 'dense 1.update', 'report', 'step counter')).toEqual(curvature);
  expect(curvatureArrays(new Map([['dense 1.A', tensor]])).get('dense 1.A')).toEqual({ shape: [1, 2], values: Float32Array.of(1, -0) });
  expect(names('dense 1.weight', 'dense 1.velocity', 'lambda')).toEqual([]);
});
