import { describe, expect, test } from 'vitest';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { squaredError } from '../losses/squared-error.ts';
import { State } from '../graph/state.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import { referenceOf } from '../testing/loss-reference.ts';
import { runCurvature, type CurvatureCase, type CurvatureResult, type LayerResult } from '../testing/curvature-case.ts';
import { fisherColumns, gaussNewtonBlock, meanWeightGradient, relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { Curvature } from './curvature.ts';
import { DIRECT_INVERSES } from './inverse-settings.ts';
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

  test('identity 9: on a ReLU net a full block is the Hessian of its layer', async () => {
    const result = await runCurvature(await testDevice(), { ...CLASSIFIER, activation: 'relu', structure: { kind: 'full' } });
    const { network, inputs, targets } = result;
    const lossGradient = (outputs: readonly number[], index: number): number[] =>
      referenceOf(softmaxCrossEntropy).gradient([...outputs], targets[index]!);
    for (const [layer, block] of result.layers.entries()) {
      const columns = block.aSize * block.gSize;
      const step = 1e-6;
      const moved = (at: number, by: number): number[] => {
        const weights = network.weights.map((weight) => weight.map((row) => [...row]));
        weights[layer]![Math.floor(at / block.gSize)]![at % block.gSize]! += by;
        return meanWeightGradient({ ...network, weights }, inputs, layer, lossGradient);
      };
      const hessian = Array.from({ length: columns }, (_, at) => {
        const [after, before] = [moved(at, step), moved(at, -step)];
        return after.map((value, index) => (value - before[index]!) / (2 * step));
      });
      expect(relativeError(block.dense, hessian.flat())).toBeLessThan(AGREEMENT);
    }
  });

  test('identity 17: other coordinates of the inputs, with weights to match, leave the change of the function as it is', async () => {
    const context = await testDevice();
    const widths = [3, 4, 2] as const;
    const problem = { ...CLASSIFIER, widths, loss: squaredError, cases: 60, lambda: 1e-10 };
    const plain = await runCurvature(context, problem);
    // x′ = x M + c, so W′ = M⁻¹ W and the bias gives c M⁻¹ W back; M is triangular.
    const m = [
      [1, 0.5, -0.7],
      [0, 2, 0.4],
      [0, 0, 0.5],
    ];
    const shift = [0.3, -0.8, 0.6];
    const other = await runCurvature(context, {
      ...problem,
      alter: ({ inputs, parameters }) => {
        for (let start = 0; start < inputs.length; start += 3) {
          const x = [...inputs.subarray(start, start + 3)];
          for (let column = 0; column < 3; column++)
            inputs[start + column] = shift[column]! + x.reduce((sum, value, row) => sum + value * m[row]![column]!, 0);
        }
        const outputs = widths[1];
        const weight = (row: number, output: number): number => parameters[row * outputs + output]!;
        for (let output = 0; output < outputs; output++) {
          const solved: number[] = [];
          for (let row = 2; row >= 0; row--) {
            const known = [0, 1, 2].reduce((sum, column) => sum + (column > row ? m[row]![column]! * solved[column]! : 0), 0);
            solved[row] = (weight(row, output) - known) / m[row]![row]!;
          }
          const bias = weight(3, output) - shift.reduce((sum, value, row) => sum + value * solved[row]!, 0);
          for (const [row, value] of [...solved, bias].entries()) parameters[row * outputs + output] = value;
        }
      },
    });
    const change = ({ layers, inputs }: CurvatureResult): number[] =>
      inputs.flatMap((input) => {
        const { byGradient, gSize } = layers[0]!;
        return Array.from({ length: gSize }, (_, output) =>
          [...input, 1].reduce((sum, value, row) => sum + value * byGradient[row * gSize + output]!, 0),
        );
      });
    expect(relativeError(change(other), change(plain))).toBeLessThan(1e-3);
    expect(relativeError(other.layers[1]!.byGradient, plain.layers[1]!.byGradient)).toBeLessThan(1e-3);
    // The weights themselves did change.
    expect(relativeError(other.layers[0]!.byGradient, plain.layers[0]!.byGradient)).toBeGreaterThan(0.1);
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
      return new Curvature(new State(), layout, { structures: [structure], estimation: 'exact', inverses: DIRECT_INVERSES, decay: 0.95 });
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
