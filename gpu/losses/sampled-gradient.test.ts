import { describe, expect, test } from 'vitest';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { monteCarloBound } from '../testing/tolerances.ts';
import { lossCase, LOSSES } from '../testing/loss-cases.ts';
import type { Loss } from './loss.ts';
import { bernoulliCrossEntropy } from './bernoulli-cross-entropy.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';

const SAMPLES = 20_000;

describe.each(LOSSES)('sampled gradient of $name', ({ loss, reference }) => {
  const z = [1, -0.5, 0.25, 2];

  test.each([500, SAMPLES])('over %i draws g gᵀ averages to F within 5 standard errors, the mean to 0 (identity 19)', async (samples) => {
    const g = await draw(await testDevice(), loss, repeat(z, samples), samples);
    const fisher = reference.fisher(z);
    const outcomes = reference.outcomes(z);
    const columns = z.length;
    for (let i = 0; i < columns; i++) {
      expectClose([mean(samples, (row) => g[row * columns + i]!)], [0], monteCarloBound(Math.sqrt(fisher[i]![i]!), samples), `mean ${i}`);
      for (let j = 0; j <= i; j++) {
        // Var(gᵢgⱼ): by enumeration, or 2 on and 1 off the diagonal for a unit Gaussian.
        const fourth = outcomes?.reduce((sum, { probability, gradient }) => sum + probability * (gradient[i]! * gradient[j]!) ** 2, 0);
        const variance = fourth === undefined ? (i === j ? 2 : 1) : fourth - fisher[i]![j]! ** 2;
        const average = mean(samples, (row) => g[row * columns + i]! * g[row * columns + j]!);
        expectClose([average], [fisher[i]![j]!], monteCarloBound(Math.sqrt(variance), samples), `F[${i}, ${j}]`);
      }
    }
  });

  test('repeats bitwise for the same counter and purpose and differs for another step, seed or purpose', async () => {
    const context = await testDevice();
    const outputs = lossCase(loss, 64, 6).inputs.outputs.data as Float32Array;
    const base = await draw(context, loss, outputs, 64);
    expect(await draw(context, loss, outputs, 64)).toEqual(base);
    for (const [step, seed, purpose] of [
      [8, 11, 1],
      [7, 12, 1],
      [7, 11, 2],
    ] as const) {
      expect(await draw(context, loss, outputs, 64, [step, seed], purpose)).not.toEqual(base);
    }
  });
});

describe.each(['register', 'workgroup'] as const)('draws of classes by the %s kernels', (family) => {
  test.each([3, 130])('follow the softmax of %i classes, one class a draw', async (columns) => {
    const context = await testDevice();
    const z = [...(lossCase(softmaxCrossEntropy, 1, columns).inputs.outputs.data as Float32Array)];
    const samples = Math.min(SAMPLES, Math.floor(500_000 / columns));
    const varied = { ...context, facts: { ...context.facts, family } };
    const g = await draw(varied, softmaxCrossEntropy, repeat(z, samples), samples);
    const largest = Math.max(...z);
    const total = z.reduce((sum, value) => sum + Math.exp(value - largest), 0);
    const counts = new Array<number>(columns).fill(0);
    let draws = 0;
    for (const [index, value] of g.entries()) {
      if (value < 0) {
        counts[index % columns]!++;
        draws++;
      }
    }
    expectClose(
      Float32Array.from({ length: samples }, (_, row) =>
        g.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value, 0),
      ),
      new Float32Array(samples),
      1e-5,
      'sum of a row',
    );
    expect(draws).toBe(samples);
    for (const [column, value] of z.entries()) {
      const p = Math.exp(value - largest) / total;
      expectClose([counts[column]! / samples], [p], monteCarloBound(Math.sqrt(p * (1 - p)), samples) + 1 / samples, `class ${column}`);
    }
  });

  test('never take a class of probability zero, and take the certain one', async () => {
    const context = await testDevice();
    const z = [-1e4, 1e4, -1e4, -1e4];
    const g = await draw({ ...context, facts: { ...context.facts, family } }, softmaxCrossEntropy, repeat(z, 200), 200);
    expectClose(g, new Float32Array(800), 0);
  });
});

test('draws of Bernoulli variables do not depend on the width of loads', async () => {
  const context = await testDevice();
  const logits = lossCase(bernoulliCrossEntropy, 1, 7).inputs.outputs.data as Float32Array;
  const wide = await draw(context, bernoulliCrossEntropy, Float32Array.of(...logits, 0), 1);
  const narrow = await draw(context, bernoulliCrossEntropy, logits, 1);
  expect([...narrow].map(Math.sign)).toEqual([...wide.subarray(0, 7)].map(Math.sign));
});

async function draw(
  context: DeviceContext,
  loss: Loss,
  outputs: Float32Array,
  rows: number,
  counter: readonly [step: number, seed: number] = [7, 11],
  purpose = 1,
): Promise<Float32Array> {
  const inputs = {
    outputs: { shape: [rows, outputs.length / rows], data: outputs },
    counter: { shape: [2], data: Uint32Array.of(...counter) },
  };
  const { g } = await evaluate(context, inputs, (tensors) => ({ g: loss.sampledGradient(tensors.outputs, tensors.counter, purpose) }));
  return g;
}

function repeat(z: readonly number[], rows: number): Float32Array {
  return Float32Array.from({ length: rows * z.length }, (_, index) => z[index % z.length]!);
}

function mean(count: number, value: (row: number) => number): number {
  let total = 0;
  for (let row = 0; row < count; row++) total += value(row);
  return total / count;
}
