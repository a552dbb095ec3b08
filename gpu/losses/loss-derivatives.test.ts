import { describe, expect, test } from 'vitest';
import type { Tensor } from '../graph/tensor.ts';
import { jvp, vjp } from '../ops/differentiate.ts';
import { sum } from '../ops/reduce.ts';
import { affine } from '../ops/unary.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { lossCase, LOSSES } from '../testing/loss-cases.ts';
import { directionalDerivative, dot, matrixVector, type Target } from '../testing/loss-reference.ts';

const ROWS = 3;
const COLUMNS = 5;
const COLUMN = 2;

describe.each(LOSSES)('derivatives of $name', ({ loss, reference }) => {
  interface Case {
    readonly name: string;
    readonly trace: (outputs: Tensor, targets: Tensor, other: Tensor) => Tensor;
    /** The function on one example; the sampled gradient moves like the gradient, its draws being fixed. */
    readonly value: (z: number[], target: Target, other: number[]) => readonly number[];
  }
  const cases: readonly Case[] = [
    { name: 'values', trace: (z, x) => loss.values(z, x), value: (z, x) => [reference.value(z, x)] },
    { name: 'gradient', trace: (z, x) => loss.gradient(z, x), value: (z, x) => reference.gradient(z, x) },
    { name: 'Fisher product', trace: (z, _, v) => loss.fisherProduct(z, v), value: (z, _, v) => matrixVector(reference.fisher(z), v) },
    { name: 'factor column', trace: (z) => loss.fisherFactorColumn(z, COLUMN), value: (z) => reference.factorColumn(z, COLUMN) },
    { name: 'metric', trace: (z, x) => loss.metric(z, x), value: (z, x) => [reference.metric(z, x)] },
    { name: 'prediction', trace: (z) => loss.predict(z), value: (z) => reference.predict(z) },
  ];

  test.each(cases)('$name by the outputs: both modes agree with central differences', async ({ trace, value }) => {
    const fixture = lossCase(loss, ROWS, COLUMNS);
    const expected = fixture.rows.map(({ z, target, v, u }) => directionalDerivative((at) => value(at, target, u), z, v));
    const perRow = expected[0]!.length;
    const results = await evaluate(await testDevice(), fixture.inputs, ({ outputs, targets, vector, other }) => {
      const result = trace(outputs, targets, other);
      const cotangent = perRow === 1 ? sum(other, [1]) : other;
      return {
        tangent: jvp(result, new Map([[outputs, vector]])) ?? affine(result, 0),
        cotangent: vjp(result, cotangent, [outputs])[0] ?? affine(outputs, 0),
        received: cotangent,
      };
    });
    const largest = Math.max(1, ...expected.flat().map(Math.abs));
    expectClose(results.tangent, expected.flat(), 2e-5 * largest, 'tangent');
    for (const [row, { v }] of fixture.rows.entries()) {
      const received = [...results.received.subarray(row * perRow, (row + 1) * perRow)];
      const pulled = [...results.cotangent.subarray(row * COLUMNS, (row + 1) * COLUMNS)];
      expectClose([dot(pulled, v)], [dot(received, expected[row]!)], 2e-5 * largest * COLUMNS, `adjoint of row ${row}`);
    }
  });

  test('the sampled gradient moves by F, its draws being fixed; of squared error it does not depend on the outputs', async () => {
    const fixture = lossCase(loss, ROWS, COLUMNS);
    const counter = { shape: [2], data: Uint32Array.of(3, 9) };
    const results = await evaluate(await testDevice(), { ...fixture.inputs, counter }, (tensors) => {
      const result = loss.sampledGradient(tensors.outputs, tensors.counter, 1);
      return {
        tangent: jvp(result, new Map([[tensors.outputs, tensors.vector]])) ?? affine(result, 0),
        cotangent: vjp(result, tensors.vector, [tensors.outputs])[0] ?? affine(result, 0),
      };
    });
    const moves = loss.name !== 'squared-error';
    const expected = fixture.rows.flatMap(({ z, v }) => matrixVector(reference.fisher(z), v).map((value) => (moves ? value : 0)));
    expectClose(results.tangent, expected, 2e-5, 'tangent');
    expectClose(results.cotangent, expected, 2e-5, 'cotangent');
  });

  test('the Fisher product is linear in its vector in both modes', async () => {
    const fixture = lossCase(loss, ROWS, COLUMNS);
    const results = await evaluate(await testDevice(), fixture.inputs, ({ outputs, vector, other }) => {
      const result = loss.fisherProduct(outputs, vector);
      return { tangent: jvp(result, new Map([[vector, other]]))!, cotangent: vjp(result, other, [vector])[0]! };
    });
    const expected = fixture.rows.flatMap(({ z, u }) => matrixVector(reference.fisher(z), u));
    expectClose(results.tangent, expected, 2e-5, 'tangent');
    expectClose(results.cotangent, expected, 2e-5, 'cotangent');
    expect(expected.some((entry) => entry !== 0)).toBe(true);
  });
});
