import { describe, expect, test } from 'vitest';
import { bernoulliCrossEntropy } from '../losses/bernoulli-cross-entropy.ts';
import type { Loss } from '../losses/loss.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { squaredError } from '../losses/squared-error.ts';
import { runCurvature, type CurvatureResult } from '../testing/curvature-case.ts';
import type { LayerResult } from '../testing/model-curvature.ts';
import { backward, fisherColumns, gaussNewtonBlock, relativeError, traceCase } from '../testing/dense-network.ts';
import { referenceOf, type Target } from '../testing/loss-reference.ts';
import { testDevice } from '../testing/device.ts';

/** Max-normalised agreement asked of float32 curvature (ALGORITHM: identities). */
const AGREEMENT = 2e-5;

const LOSSES: readonly Loss[] = [softmaxCrossEntropy, bernoulliCrossEntropy, squaredError];

describe('Kronecker curvature', () => {
  test('identity 1: on a deep linear net with squared error, exact K-FAC blocks are the Gauss–Newton blocks, bias included', async () => {
    const result = await runCurvature(await testDevice(), {
      widths: [4, 3, 5, 2],
      activation: 'linear',
      loss: squaredError,
      estimation: 'exact',
      cases: 7,
      seed: 1,
      lambda: 0.1,
    });
    for (const [layer, block] of result.layers.entries()) {
      expect(
        relativeError(block.dense, gaussNewtonBlock(result.network, result.inputs, layer, fisherColumns(squaredError)).flat()),
      ).toBeLessThan(AGREEMENT);
    }
  });

  test.each(LOSSES)('identity 2: on one datum, exact K-FAC is the Gauss–Newton block ($name)', async (loss) => {
    const result = await runCurvature(await testDevice(), {
      widths: [3, 4, 3],
      activation: 'tanh',
      loss,
      estimation: 'exact',
      cases: 1,
      seed: 2,
      lambda: 0.1,
    });
    for (const [layer, block] of result.layers.entries()) {
      expect(relativeError(block.dense, gaussNewtonBlock(result.network, result.inputs, layer, fisherColumns(loss)).flat())).toBeLessThan(
        AGREEMENT,
      );
    }
  });

  test.each(LOSSES)('identity 3: on one datum, empirical K-FAC is the empirical Fisher ($name)', async (loss) => {
    const result = await runCurvature(await testDevice(), {
      widths: [3, 4, 3],
      activation: 'tanh',
      loss,
      estimation: 'empirical',
      cases: 1,
      seed: 3,
      lambda: 0.1,
    });
    const trace = traceCase(result.network, result.inputs[0]!);
    const gradients = backward(result.network, trace, referenceOf(loss).gradient(trace.outputs, targetOf(result)));
    for (const [layer, block] of result.layers.entries()) {
      const flat = trace.inputs[layer]!.flatMap((value) => gradients[layer]!.map((gradient) => value * gradient));
      expect(
        relativeError(
          block.dense,
          flat.flatMap((left) => flat.map((right) => left * right)),
        ),
      ).toBeLessThan(AGREEMENT);
    }
  });

  test('identity 11: (A + πγI) U (G + γ/π I) gives the gradient back, by both routes', async () => {
    const result = await runCurvature(await testDevice(), {
      widths: [9, 17, 6],
      activation: 'tanh',
      loss: softmaxCrossEntropy,
      estimation: 'exact',
      cases: 33,
      seed: 4,
      lambda: 0.05,
    });
    expect([...result.status]).toEqual([0, 0, 0, 0]);
    for (const block of result.layers) {
      expect(relativeError(multiplyBack(block, block.byGradient), block.gradient)).toBeLessThan(5e-4);
      expect(relativeError(multiplyBack(block, block.bySignals), block.gradient)).toBeLessThan(5e-4);
      expect(relativeError(block.bySignals, block.byGradient)).toBeLessThan(5e-4);
    }
  });

  test('damping is √λ split by π = √[(tr A / dim A) / (tr G / dim G)]', async () => {
    const { layers } = await runCurvature(await testDevice(), {
      widths: [5, 8, 3],
      activation: 'tanh',
      loss: softmaxCrossEntropy,
      estimation: 'exact',
      cases: 12,
      seed: 5,
      lambda: 0.3,
    });
    for (const { a, aSize, g, gSize, aShift, gShift } of layers) {
      const pi = Math.sqrt(trace(a, aSize) / aSize / (trace(g, gSize) / gSize));
      expect(aShift / (pi * Math.sqrt(0.3))).toBeCloseTo(1, 5);
      expect(gShift / (Math.sqrt(0.3) / pi)).toBeCloseTo(1, 5);
    }
  });

  test.each([
    ['A', 0],
    ['G', 1],
  ])('a factor %s of zeros makes the damped block λI', async (_, zero) => {
    const lambda = 0.04;
    const { layers } = await runCurvature(await testDevice(), {
      widths: [6, 9, 4],
      activation: 'tanh',
      loss: softmaxCrossEntropy,
      estimation: 'exact',
      cases: 20,
      seed: 11,
      lambda,
      replaceFactors: (factors, curvature) => {
        const { offset, size } = curvature.layout.matrices[zero]!;
        return factors.fill(0, offset, offset + size ** 2);
      },
    });
    const { byGradient, gradient } = layers[0]!;
    expect(
      relativeError(
        byGradient,
        gradient.map((value) => value / lambda),
      ),
    ).toBeLessThan(1e-5);
  });

  test('identity 12: A → cA and G → G/c leave the damped update unchanged', async () => {
    const problem = {
      widths: [6, 9, 4],
      activation: 'tanh',
      loss: softmaxCrossEntropy,
      estimation: 'exact',
      cases: 20,
      seed: 6,
      lambda: 0.1,
    } as const;
    const context = await testDevice();
    const plain = await runCurvature(context, problem);
    const scaled = await runCurvature(context, {
      ...problem,
      replaceFactors: (factors, curvature) => {
        for (const [index, { offset, size }] of curvature.layout.matrices.entries()) {
          // A and G take turns.
          for (let at = offset; at < offset + size ** 2; at++) factors[at]! *= index % 2 === 0 ? 64 : 1 / 64;
        }
        return factors;
      },
    });
    for (const [layer, block] of plain.layers.entries()) {
      expect(relativeError(scaled.layers[layer]!.byGradient, block.byGradient)).toBeLessThan(1e-4);
    }
  });

  test('identity 16: with growing λ the direction turns to ∇/λ', async () => {
    const lambda = 1e6;
    const { layers } = await runCurvature(await testDevice(), {
      widths: [6, 9, 4],
      activation: 'tanh',
      loss: softmaxCrossEntropy,
      estimation: 'exact',
      cases: 20,
      seed: 7,
      lambda,
    });
    for (const { byGradient, gradient } of layers) {
      expect(cosine(byGradient, gradient)).toBeGreaterThan(1 - 1e-4);
      expect(norm(byGradient) / (norm(gradient) / lambda)).toBeCloseTo(1, 1);
    }
  });

  test('identity 19: sampled factors approach the exact ones as 1/√samples', async () => {
    const context = await testDevice();
    const problem = {
      widths: [3, 4, 3],
      activation: 'tanh',
      loss: softmaxCrossEntropy,
      cases: 64,
      seed: 8,
      lambda: 0.1,
      decay: 0.999_999,
    } as const;
    const exact = await runCurvature(context, { ...problem, estimation: 'exact' });
    const errorAfter = async (updates: number): Promise<number> => {
      const sampled = await runCurvature(context, { ...problem, estimation: 'sampled', updates });
      return Math.max(...sampled.layers.map((layer, index) => relativeError(layer.g, exact.layers[index]!.g)));
    };
    const few = await errorAfter(4);
    const many = await errorAfter(256);
    // 64 × the samples: an eighth of the error, give or take the luck of one draw.
    expect(many).toBeLessThan(few / 3);
    expect(many).toBeLessThan(5 / Math.sqrt(64 * 256));
  });

  test('identity 21: after one update the average is that sample, after two equal ones still', async () => {
    const context = await testDevice();
    const problem = {
      widths: [4, 3],
      activation: 'linear',
      loss: squaredError,
      estimation: 'empirical',
      cases: 9,
      seed: 9,
      lambda: 0.1,
    } as const;
    const once = await runCurvature(context, problem);
    const twice = await runCurvature(context, { ...problem, updates: 2 });
    const moments = once.inputs
      .map((input) => [...input, 1])
      .flatMap((input) => [input.flatMap((left) => input.map((right) => left * right))]);
    const mean = moments[0]!.map((_, index) => moments.reduce((sum, moment) => sum + moment[index]!, 0) / moments.length);
    expect(relativeError(once.layers[0]!.a, mean)).toBeLessThan(1e-6);
    expect(relativeError(twice.layers[0]!.a, mean)).toBeLessThan(1e-6);
  });

  test('a factor that is not a number is reported and leaves the other blocks alone', async () => {
    const result = await runCurvature(await testDevice(), {
      widths: [4, 5, 3],
      activation: 'tanh',
      loss: softmaxCrossEntropy,
      estimation: 'exact',
      cases: 10,
      seed: 10,
      lambda: 0.1,
      replaceFactors: (factors, curvature) => {
        factors[curvature.layout.matrices[0]!.offset] = NaN;
        return factors;
      },
    });
    expect(result.status[0]).not.toBe(0);
    expect([...result.status.subarray(2)]).toEqual([0, 0]);
    expect(relativeError(multiplyBack(result.layers[1]!, result.layers[1]!.byGradient), result.layers[1]!.gradient)).toBeLessThan(5e-4);
  });
});

/** The target of the one case. */
function targetOf({ targets }: CurvatureResult): Target {
  return targets instanceof Uint32Array ? targets[0]! : [...targets];
}

/** (A + shift I) U (G + shift I) in float64. */
function multiplyBack({ a, aSize, g, gSize, aShift, gShift }: LayerResult, u: Float32Array): number[] {
  const at = (matrix: Float32Array, size: number, shift: number, row: number, column: number): number =>
    matrix[row * size + column]! + (row === column ? shift : 0);
  const left = Array.from({ length: aSize }, (_, row) =>
    Array.from({ length: gSize }, (_, column) =>
      Array.from({ length: aSize }, (_, k) => at(a, aSize, aShift, row, k) * u[k * gSize + column]!).reduce((sum, value) => sum + value, 0),
    ),
  );
  return left.flatMap((row) =>
    Array.from({ length: gSize }, (_, column) => row.reduce((sum, value, k) => sum + value * at(g, gSize, gShift, k, column), 0)),
  );
}

function trace(matrix: Float32Array, size: number): number {
  return Array.from({ length: size }, (_, row) => matrix[row * (size + 1)]!).reduce((sum, value) => sum + value, 0);
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0) / (norm(a) * norm(b));
}
