import { describe, expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { ShapeError } from '../runtime/errors.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { ROUND_OFF, TOLERANCES } from '../testing/tolerances.ts';
import type { Loss } from './loss.ts';
import { lossCase, LOSSES, type LossCase } from '../testing/loss-cases.ts';
import { directionalDerivative, dot, matrixVector, type LossReference } from '../testing/loss-reference.ts';

const SHAPES = [
  [0, 3],
  [1, 1],
  [5, 1],
  [7, 10],
  [9, 68],
  [3, 130],
] as const;

/** Rows by one invocation each, and rows shared by a workgroup's lanes. */
function variants(context: DeviceContext): DeviceContext[] {
  return (['register', 'workgroup'] as const).map((family) => ({ ...context, facts: { ...context.facts, family } }));
}

describe.each(LOSSES)('$name', ({ loss, reference }) => {
  test.each(SHAPES)('agrees with float64 on [%i, %i]', async (rows, columns) => {
    for (const context of variants(await testDevice())) await expectReference(context, loss, reference, lossCase(loss, rows, columns));
  });

  test('stays finite and right for logits of ±1e4', async () => {
    const extremes = Float32Array.of(1e4, -1e4, 0, -1e4, -1e4, -1e4, 1e4, 1e4, 9999, 0, 0, 0, -1e4, 40, -40, 100, 12, -100);
    for (const context of variants(await testDevice())) await expectReference(context, loss, reference, lossCase(loss, 6, 3, extremes));
  });

  test('its float64 gradient and Fisher are the derivatives of its values', () => {
    for (const { z, target, v } of lossCase(loss, 5, 6).rows) {
      const slope = directionalDerivative((at) => [reference.value(at, target)], z, v);
      expectClose(slope, [dot(reference.gradient(z, target), v)], 1e-8);
      const bend = directionalDerivative((at) => reference.gradient(at, target), z, v);
      expectClose(bend, matrixVector(reference.fisher(z), v), 1e-8);
    }
  });

  test('the columns of B make F (identity 10)', async () => {
    const columns = 6;
    const fixture = lossCase(loss, 4, columns);
    const count = loss.fisherFactorColumns(columns);
    const results = await evaluate(await testDevice(), fixture.inputs, ({ outputs, vector }) => ({
      product: loss.fisherProduct(outputs, vector),
      factorProduct: loss.fisherFactorProduct(outputs, vector),
      ...Object.fromEntries(Array.from({ length: count }, (_, column) => [`column ${column}`, loss.fisherFactorColumn(outputs, column)])),
    }));
    for (const [row, { z, v }] of fixture.rows.entries()) {
      const at = row * columns;
      const factor = Array.from({ length: count }, (_, column) => [
        ...(results as Record<string, Float32Array>)[`column ${column}`]!.subarray(at, at + columns),
      ]);
      for (const [column, entries] of factor.entries()) expectClose(entries, reference.factorColumn(z, column), 2e-6);
      const product = z.map((_, index) => factor.reduce((sum, entries) => sum + entries[index]! * dot(entries, v), 0));
      expectClose(results.product.subarray(at, at + columns), product, 2e-5);
      const factorProduct = z.map((_, index) => factor.reduce((sum, entries, column) => sum + entries[index]! * v[column]!, 0));
      expectClose(results.factorProduct.subarray(at, at + columns), factorProduct, 2e-6);
    }
  });

  test('explains shapes that do not fit', () => {
    const graph = new Graph();
    const read = (shape: number[], dtype: 'f32' | 'u32' = 'f32') => graph.read(new State().variable('x', shape, dtype));
    expect(() => loss.values(read([6]), read([6]))).toThrow(/expected outputs f32 \[N, D\].*got f32 \[6\]/);
    expect(() => loss.values(read([2, 3]), read([3, 2]))).toThrow(ShapeError);
    expect(() => loss.gradient(read([2, 3]), read([2], loss.targets === 'labels' ? 'f32' : 'u32'))).toThrow(ShapeError);
    expect(() => loss.fisherProduct(read([2, 3]), read([2, 4]))).toThrow(/expected f32 \[2, 3\], got f32 \[2, 4\]/);
    expect(() => loss.fisherFactorColumn(read([2, 3]), 3)).toThrow('expected a column from 0 to 2, got 3');
    expect(() => loss.sampledGradient(read([2, 3]), read([2]), 0)).toThrow('u32 [2]');
  });
});

/** Compares every function with the reference; bounds are those of sums, exponentials and logarithms. */
async function expectReference(context: DeviceContext, loss: Loss, reference: LossReference, fixture: LossCase): Promise<void> {
  const columns = fixture.inputs.outputs.shape[1]!;
  const results = await evaluate(context, fixture.inputs, ({ outputs, targets, vector }) => ({
    values: loss.values(outputs, targets),
    gradient: loss.gradient(outputs, targets),
    product: loss.fisherProduct(outputs, vector),
    column: loss.fisherFactorColumn(outputs, columns - 1),
    metric: loss.metric(outputs, targets),
    prediction: loss.predict(outputs),
  }));
  const { rows } = fixture;
  // A softmax is a quotient by a sum of D terms; a product with v adds another sum.
  const bounded = TOLERANCES.bounded.factor + columns * ROUND_OFF;
  const perRow = rows.map(({ z }) => magnitude(loss, z));
  const perElement = rows.flatMap(({ z }) => z.map(() => bounded));
  const labels = loss.targets === 'labels';
  expectClose(
    results.values,
    rows.map(({ z, target }) => reference.value(z, target)),
    perRow.map((size) => TOLERANCES.logarithmNearOne.factor + (columns + 32) * ROUND_OFF * size),
    'values',
  );
  expectClose(
    results.gradient,
    rows.flatMap(({ z, target }) => reference.gradient(z, target)),
    rows.flatMap(({ z }) => z.map((value) => bounded + ROUND_OFF * (loss.name === 'squared-error' ? Math.abs(value) + 1 : 0))),
    'gradient',
  );
  expectClose(
    results.product,
    rows.flatMap(({ z, v }) => matrixVector(reference.fisher(z), v)),
    rows.flatMap(({ v }) => v.map((_, __, all) => 4 * bounded * Math.max(...all.map(Math.abs)))),
    'product',
  );
  expectClose(
    results.column,
    rows.flatMap(({ z }) => reference.factorColumn(z, columns - 1)),
    perElement,
    'column',
  );
  expectClose(
    results.metric,
    rows.map(({ z, target }) => reference.metric(z, target)),
    labels ? 0 : perRow.map((size) => (columns + 32) * ROUND_OFF * size),
    'metric',
  );
  expectClose(
    results.prediction,
    rows.flatMap(({ z }) => reference.predict(z)),
    perElement,
    'prediction',
  );
}

/** Bound on Σ |terms| of a row: outputs times targets in [0, 1] and logarithms, or squares. */
function magnitude({ name }: Loss, z: readonly number[]): number {
  return z.reduce((sum, value) => sum + (Math.abs(value) + 1) ** (name === 'squared-error' ? 2 : 1), 0);
}
