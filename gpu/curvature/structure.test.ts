import { describe, expect, test } from 'vitest';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { squaredError } from '../losses/squared-error.ts';
import { State } from '../graph/state.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/sequential.ts';
import { runCurvature, type CurvatureCase, type LayerResult } from '../testing/curvature-case.ts';
import { fisherColumns, gaussNewtonBlock, relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { Curvature } from './curvature.ts';
import type { BlockStructure } from './structure.ts';

const AGREEMENT = 2e-5;

const CLASSIFIER = {
  widths: [4, 6, 4],
  activation: 'tanh',
  loss: softmaxCrossEntropy,
  estimation: 'exact',
  cases: 11,
  seed: 21,
  lambda: 0.05,
} as const satisfies CurvatureCase;

const SPLIT: BlockStructure = { kind: 'kronecker', inputParts: 2, outputParts: 2 };
const STRUCTURES: readonly { readonly name: string; readonly structure: BlockStructure }[] = [
  { name: 'one Kronecker block', structure: { kind: 'kronecker', inputParts: 1, outputParts: 1 } },
  { name: 'split on both sides', structure: SPLIT },
  { name: 'split inputs', structure: { kind: 'kronecker', inputParts: 2, outputParts: 1 } },
  { name: 'diagonal', structure: { kind: 'diagonal' } },
  { name: 'full', structure: { kind: 'full' } },
];

const REPRESENTATIONS = (['eigenbasis', 'ekfac'] as const).flatMap((representation) =>
  STRUCTURES.map(({ name, structure }) => ({ name, structure, representation })),
);

describe('block structure', () => {
  test('a full block is the Gauss–Newton block of any net', async () => {
    const result = await runCurvature(await testDevice(), { ...CLASSIFIER, structure: { kind: 'full' } });
    for (const [layer, block] of result.layers.entries()) {
      const truth = gaussNewtonBlock(result.network, result.inputs, layer, fisherColumns(softmaxCrossEntropy)).flat();
      expect(relativeError(block.dense, truth)).toBeLessThan(AGREEMENT);
    }
  });

  test('a diagonal block is the diagonal of the Gauss–Newton block of any net', async () => {
    const result = await runCurvature(await testDevice(), { ...CLASSIFIER, structure: { kind: 'diagonal' } });
    for (const [layer, block] of result.layers.entries()) {
      const truth = gaussNewtonBlock(result.network, result.inputs, layer, fisherColumns(softmaxCrossEntropy));
      const diagonal = truth.map((row, index) => row[index]!);
      expect(relativeError(diagonalOf(block), diagonal)).toBeLessThan(AGREEMENT);
    }
  });

  test('the parts of a split block are the diagonal blocks of the whole factors', async () => {
    const context = await testDevice();
    const whole = await runCurvature(context, CLASSIFIER);
    const split = await runCurvature(context, { ...CLASSIFIER, structure: SPLIT });
    for (const [layer, { aSize, gSize, a, g }] of whole.layers.entries()) {
      // The bias belongs to the last input part.
      const aPart = (index: number): number => Math.min(Math.floor((2 * index) / (aSize - 1)), 1);
      const gPart = (index: number): number => Math.floor((2 * index) / gSize);
      expect(relativeError(split.layers[layer]!.a, masked(a, aSize, aPart))).toBeLessThan(AGREEMENT);
      expect(relativeError(split.layers[layer]!.g, masked(g, gSize, gPart))).toBeLessThan(AGREEMENT);
    }
  });

  test.each(STRUCTURES)('identity 11: $name with its damping times the direction gives the gradient back', async ({ structure }) => {
    const result = await runCurvature(await testDevice(), { ...CLASSIFIER, structure });
    for (const block of result.layers) {
      expect(relativeError(times(block.damped, block.byGradient), block.gradient)).toBeLessThan(5e-4);
      expect(relativeError(block.bySignals, block.byGradient)).toBeLessThan(5e-4);
    }
  });

  test.each(STRUCTURES)('identity 8: every case twice leaves the means of $name as they are', async ({ structure }) => {
    const context = await testDevice();
    const once = await runCurvature(context, { ...CLASSIFIER, structure });
    const twice = await runCurvature(context, { ...CLASSIFIER, structure, repeats: 2 });
    for (const [layer, { dense, byGradient }] of once.layers.entries()) {
      expect(relativeError(twice.layers[layer]!.dense, dense)).toBeLessThan(AGREEMENT);
      expect(relativeError(twice.layers[layer]!.byGradient, byGradient)).toBeLessThan(2e-4);
    }
  });

  test.each(REPRESENTATIONS)(
    'identity 11: $representation, $name, with λ on its diagonal times the direction gives the gradient back',
    async ({ structure, representation }) => {
      const result = await runCurvature(await testDevice(), { ...CLASSIFIER, structure, representation });
      expect([...result.status].every((status) => status === 0)).toBe(true);
      for (const block of result.layers) {
        expect(relativeError(times(block.damped, block.byGradient), block.gradient)).toBeLessThan(5e-4);
        expect(relativeError(block.bySignals, block.byGradient)).toBeLessThan(5e-4);
      }
    },
  );

  test('an eigenbasis is one: its block is A ⊗ G', async () => {
    const context = await testDevice();
    const factored = await runCurvature(context, CLASSIFIER);
    const rotated = await runCurvature(context, { ...CLASSIFIER, representation: 'eigenbasis' });
    for (const [layer, { dense: expected }] of factored.layers.entries()) {
      expect(relativeError(rotated.layers[layer]!.dense, expected)).toBeLessThan(AGREEMENT);
    }
  });

  test('identity 13: EKFAC has the diagonal of the Fisher in the eigenbasis and is no farther from it than K-FAC', async () => {
    const context = await testDevice();
    const kfac = await runCurvature(context, CLASSIFIER);
    const ekfac = await runCurvature(context, { ...CLASSIFIER, representation: 'ekfac' });
    for (const [layer, block] of ekfac.layers.entries()) {
      const truth = gaussNewtonBlock(ekfac.network, ekfac.inputs, layer, fisherColumns(softmaxCrossEntropy)).flat();
      expect(relativeError(block.scalings!, rotatedDiagonal(truth, block.basis!))).toBeLessThan(AGREEMENT);
      const distance = ({ dense: approximation }: LayerResult): number =>
        Math.hypot(...truth.map((value, index) => value - approximation[index]!));
      expect(distance(block)).toBeLessThanOrEqual(distance(kfac.layers[layer]!) * (1 + 1e-5));
    }
  });

  test('identity 7: forward-only curvature of one linear layer with squared error is its Gauss–Newton block, I ⊗ A', async () => {
    const result = await runCurvature(await testDevice(), {
      ...CLASSIFIER,
      widths: [5, 3],
      activation: 'linear',
      loss: squaredError,
      estimation: 'forward-only',
    });
    const block = result.layers[0]!;
    const truth = gaussNewtonBlock(result.network, result.inputs, 0, fisherColumns(squaredError)).flat();
    expect(relativeError(block.dense, truth)).toBeLessThan(AGREEMENT);
    expect(relativeError(times(block.damped, block.byGradient), block.gradient)).toBeLessThan(5e-4);
    expect(relativeError(block.bySignals, block.byGradient)).toBeLessThan(5e-4);
  });

  test('identity 19: curvature propagation approaches the exact factors as 1/√samples', async () => {
    const context = await testDevice();
    const problem = { ...CLASSIFIER, cases: 64, decay: 0.999_999 };
    const exact = await runCurvature(context, problem);
    const errorAfter = async (updates: number): Promise<number> => {
      const propagated = await runCurvature(context, { ...problem, estimation: 'curvature-propagation', updates });
      return Math.max(...propagated.layers.map((layer, index) => relativeError(layer.g, exact.layers[index]!.g)));
    };
    const many = await errorAfter(256);
    expect(many).toBeLessThan((await errorAfter(4)) / 3);
    expect(many).toBeLessThan(5 / Math.sqrt(64 * 256));
  });

  test('cuts that do not divide and full blocks that are too large are refused with what works', () => {
    const curvatureOf = (inputs: number, outputs: number, structure: BlockStructure): Curvature => {
      const { layout } = sequential([dense('first', inputs, outputs, 'glorot')]);
      return new Curvature(new State(), layout, { structures: [structure], estimation: 'exact', decay: 0.95 });
    };
    expect(() => curvatureOf(6, 4, { kind: 'kronecker', inputParts: 4, outputParts: 1 })).toThrow(
      'block first: expected a number of parts that divides 6, got 4; choose one of 1, 2, 3, 6',
    );
    expect(() => curvatureOf(99, 50, { kind: 'full' })).toThrow(/at most 2048 parameters for a full block, got 5000/);
  });
});

/** The diagonal of QᵀFQ. */
function rotatedDiagonal(matrix: readonly number[], basis: Float64Array): number[] {
  const side = Math.sqrt(matrix.length);
  const indices = Array.from({ length: side }, (_, index) => index);
  return indices.map((column) =>
    indices.reduce(
      (sum, row) =>
        sum + basis[row * side + column]! * indices.reduce((inner, at) => inner + matrix[row * side + at]! * basis[at * side + column]!, 0),
      0,
    ),
  );
}

function diagonalOf({ dense: matrix }: LayerResult): number[] {
  const side = Math.sqrt(matrix.length);
  return Array.from({ length: side }, (_, index) => matrix[index * (side + 1)]!);
}

/** Zero where row and column belong to different parts. */
function masked(matrix: Float32Array, side: number, part: (index: number) => number): Float32Array {
  return matrix.map((value, at) => (part(Math.floor(at / side)) === part(at % side) ? value : 0));
}

function times(matrix: Float64Array, vector: Float32Array): number[] {
  return Array.from(vector, (_, row) => vector.reduce((sum, value, column) => sum + matrix[row * vector.length + column]! * value, 0));
}
