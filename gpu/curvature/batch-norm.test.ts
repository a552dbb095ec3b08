import { describe, expect, test } from 'vitest';
import { squaredError } from '../losses/squared-error.ts';
import { activation } from '../nn/activation.ts';
import { batchNorm } from '../nn/batch-norm.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import { relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { gaussNewtonOf } from '../testing/float64-model.ts';
import { affineRows } from '../testing/layer-case.ts';
import { modelCurvature, type CurvatureOptions, type ModelCurvature } from '../testing/model-curvature.ts';
import { Seeded } from '../testing/seeded.ts';
import { batchNormReference } from '../testing/sequence-layer-cases.ts';
import type { BlockStructure } from './structure.ts';

const CASES = 4;
const model = sequential([
  dense('before', 2, 2, 'glorot'),
  batchNorm('norm', 2),
  activation('tanh', 'tanh'),
  dense('after', 2, 1, 'glorot'),
]);
const numbers = new Seeded(12);
const inputs = numbers.normals(CASES * 2);
const weights = model.layout.slices.map(({ shape: [rows, columns] }) => Float64Array.from(numbers.normals(rows! * columns!, 0.7)));

/** From the preactivations before the norm. */
function outputsOf(preactivations: Float64Array, norm: Float64Array, after: Float64Array): Float64Array {
  return affineRows(batchNormReference([preactivations, norm], 2).map(Math.tanh), after, 2, 1);
}

async function curvature(structure: BlockStructure, options: Partial<CurvatureOptions> = {}): Promise<ModelCurvature> {
  const parameters = new Float32Array(model.layout.size);
  for (const [index, { offset }] of model.layout.slices.entries()) parameters.set(weights[index]!, offset);
  const batch = {
    model,
    parameters,
    inputs: { shape: [CASES, 2], data: inputs },
    targets: { shape: [CASES, 1], data: new Float32Array(CASES) },
  };
  // Signs square away where a term has one output and reaches a weight from its own case alone.
  return modelCurvature(await testDevice(), batch, {
    loss: squaredError,
    estimation: 'curvature-propagation',
    structure,
    seed: 5,
    lambda: 0.1,
    ...options,
  });
}

/**
 * The Fisher of the first weight without what goes on between cases: mean over cases m of Σ_n vec(ā_m g_nm)(·)ᵀ, where term n of
 * the loss reaches case m through the moments of the batch.
 */
function casesApart(): Float64Array {
  const [before, norm, after] = weights as [Float64Array, Float64Array, Float64Array];
  const preactivations = affineRows(Float64Array.from(inputs), before, 2, 2);
  const block = new Float64Array(36);
  for (let place = 0; place < CASES; place++) {
    const slopes = [0, 1].map((unit) => {
      const at = (step: number): Float64Array =>
        outputsOf(
          preactivations.map((value, index) => value + (index === place * 2 + unit ? step : 0)),
          norm,
          after,
        );
      const [above, below] = [at(1e-5), at(-1e-5)];
      return above.map((value, term) => (value - below[term]!) / 2e-5);
    });
    const input = [inputs[place * 2]!, inputs[place * 2 + 1]!, 1];
    for (let term = 0; term < CASES; term++) {
      const gradient = input.flatMap((value) => slopes.map((ofTerms) => value * ofTerms[term]!));
      for (const [row, left] of gradient.entries()) {
        for (const [column, right] of gradient.entries()) block[row * 6 + column]! += (left * right) / CASES;
      }
    }
  }
  return block;
}

describe('curvature of a model with batch norm', () => {
  test('full blocks of the norm and of what follows it are those of the Gauss–Newton matrix', async () => {
    const { layers } = await curvature({ kind: 'full' });
    for (const index of [1, 2]) {
      const truth = gaussNewtonOf(
        (moved) => outputsOf(affineRows(Float64Array.from(inputs), moved[0]!, 2, 2), moved[1]!, moved[2]!),
        weights,
        index,
        1,
        () => [[1]],
      );
      expect(relativeError(layers[index]!.dense, truth), `weight ${String(index)}`).toBeLessThan(5e-5);
    }
  });

  test('full blocks of what comes before it approach the Fisher with cases apart, which is not the Fisher', async () => {
    const apart = casesApart();
    const { layers } = await curvature({ kind: 'full' }, { updates: 400, decay: 0.999_999 });
    expect(relativeError(layers[0]!.dense, apart)).toBeLessThan(4 / Math.sqrt(400));
    // A bias before a norm moves nothing: the Fisher's entries of biases are zero, those with cases apart are not.
    const truth = gaussNewtonOf(
      (moved) => outputsOf(affineRows(Float64Array.from(inputs), moved[0]!, 2, 2), moved[1]!, moved[2]!),
      weights,
      0,
      1,
      () => [[1]],
    );
    expect(Math.abs(truth[4 * 7]!)).toBeLessThan(1e-9);
    expect(apart[4 * 7]).toBeGreaterThan(1e-3);
  });

  test('an exact estimate is refused', async () => {
    await expect(curvature({ kind: 'full' }, { estimation: 'exact' })).rejects.toThrow(
      'expected a pass whose cases do not depend on one another for "exact", got one with batch norm; choose "sampled"',
    );
  });
});
