import { expect, test } from 'vitest';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { gelu, relu, sigmoid, tanh } from './unary.ts';

test('activations saturate for large arguments and never overflow', async () => {
  const data = Float32Array.of(-1e30, -100, -20, 20, 100, 1e30);
  const result = await evaluate(await testDevice(), { x: { shape: [6], data } }, ({ x }) => ({
    tanh: tanh(x),
    sigmoid: sigmoid(x),
    relu: relu(x),
  }));
  expect([...result.tanh]).toEqual([-1, -1, -1, 1, 1, 1]);
  expect([...result.relu]).toEqual([0, 0, 0, ...data.subarray(3)]);
  expect([...result.sigmoid.subarray(3)]).toEqual([1, 1, 1]);
  expect(Math.max(...result.sigmoid.subarray(0, 3))).toBeLessThan(1e-8);
});

test('gelu is 0 and the identity at its ends', async () => {
  const { y } = await evaluate(await testDevice(), { x: { shape: [4], data: Float32Array.of(-1e12, -30, 30, 1e12) } }, ({ x }) => ({
    y: gelu(x),
  }));
  expect([...y].map(Math.abs)).toEqual([0, 0, 30, Math.fround(1e12)]);
});

test('relu passes a NaN on instead of hiding it', async () => {
  const data = Float32Array.of(NaN, -1, 2, 0);
  const { y } = await evaluate(await testDevice(), { x: { shape: [4], data } }, ({ x }) => ({ y: relu(x) }));
  expect([...y]).toEqual([NaN, 0, 2, 0]);
});
