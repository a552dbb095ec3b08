import { describe, expect, test } from 'vitest';
import type { Loss } from '../losses/loss.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { squaredError } from '../losses/squared-error.ts';
import { fisherColumns, relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { gaussNewtonOf } from '../testing/float64-model.ts';
import { patchesReference } from '../testing/image-cases.ts';
import { modelCurvature, type CurvatureOptions, type LayerResult, type ModelCurvature } from '../testing/model-curvature.ts';
import { referenceOf } from '../testing/loss-reference.ts';
import { SHARED_MODELS, sharedBatch, STRIDED_IMAGES, STRIDED_WINDOW, type SharedModel } from '../testing/shared-models.ts';
import type { BlockStructure } from './structure.ts';

/** Max-normalised agreement asked of float32 curvature. */
const AGREEMENT = 5e-5;
const EXPANDED: BlockStructure = { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'expand' };
const REDUCED: BlockStructure = { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'reduce' };
const NAMES = Object.keys(SHARED_MODELS);
const WITHOUT_EMBEDDING = NAMES.filter((name) => SHARED_MODELS[name]!.model.weights.every(({ use }) => use !== 'embedding'));

async function curvatureOf(shared: SharedModel, loss: Loss, options: Partial<CurvatureOptions>): Promise<ModelCurvature> {
  return modelCurvature(await testDevice(), sharedBatch(shared, loss), { loss, estimation: 'exact', seed: 3, lambda: 0.1, ...options });
}

/** Compares a block of every weight with what is to be made of its Gauss–Newton block. */
async function expectBlocks(
  name: string,
  loss: Loss,
  options: Partial<CurvatureOptions>,
  expected: (truth: Float64Array, index: number) => ArrayLike<number> = (truth) => truth,
): Promise<void> {
  const shared = SHARED_MODELS[name]!;
  const { layers } = await curvatureOf(shared, loss, options);
  for (const [index, { dense }] of layers.entries()) {
    const truth = gaussNewtonOf(shared.model64, shared.weights, index, shared.outputs, fisherColumns(loss));
    expect(relativeError(dense, expected(truth, index)), `weight ${String(index)}`).toBeLessThan(AGREEMENT);
  }
}

describe('curvature of weights that a case applies many times', () => {
  test('identity 4: expanded blocks are the Gauss–Newton blocks of linear convolutions, every position scored', async () => {
    await expectBlocks('linear convolutions, every position scored', squaredError, { structure: EXPANDED });
  });

  test('identity 5: reduced blocks are the Gauss–Newton blocks of linear convolutions under mean pooling', async () => {
    await expectBlocks('linear convolutions under mean pooling', squaredError, { structure: REDUCED });
  });

  test('identity 6: expanded blocks are the Gauss–Newton block of one weight on two halves of a single case', async () => {
    await expectBlocks('a tied linear layer on two halves', squaredError, { structure: EXPANDED });
  });

  test('identity 20: A of a strided, padded convolution is the second moment of its explicit patches', async () => {
    const shared = SHARED_MODELS['a strided convolution']!;
    const { layers } = await curvatureOf(shared, softmaxCrossEntropy, { structure: EXPANDED });
    const { a, aSize } = layers[0]!;
    const patches = patchesReference(Float64Array.from(shared.inputs.data), STRIDED_IMAGES, STRIDED_WINDOW);
    const rows = patches.length / (aSize - 1);
    const moment = new Float64Array(aSize * aSize);
    for (let row = 0; row < rows; row++) {
      const patch = [...patches.subarray(row * (aSize - 1), (row + 1) * (aSize - 1)), 1];
      for (const [i, left] of patch.entries()) for (const [j, right] of patch.entries()) moment[i * aSize + j]! += (left * right) / rows;
    }
    expect(relativeError(a, moment)).toBeLessThan(AGREEMENT);
  });

  test('identity 2: of an embedding that a case looks up once, diag(a) ⊗ G is the Gauss–Newton block of single tokens', async () => {
    const name = 'an embedding';
    const { layers } = await curvatureOf(SHARED_MODELS[name]!, squaredError, {});
    const shared = SHARED_MODELS[name]!;
    // The model is linear, so G is the same for every token and the block is exact.
    expect(
      relativeError(layers[0]!.dense, gaussNewtonOf(shared.model64, shared.weights, 0, shared.outputs, fisherColumns(squaredError))),
    ).toBeLessThan(AGREEMENT);
  });

  test.each(WITHOUT_EMBEDDING)('full blocks are the Gauss–Newton blocks of %s', async (name) => {
    await expectBlocks(name, softmaxCrossEntropy, { structure: { kind: 'full' } });
  });

  test.each(NAMES)('diagonal blocks are the diagonals of the Gauss–Newton blocks of %s', async (name) => {
    await expectBlocks(name, softmaxCrossEntropy, { structure: { kind: 'diagonal' } }, (truth) => {
      const size = Math.sqrt(truth.length);
      return truth.map((value, at) => (at % (size + 1) === 0 ? value : 0));
    });
  });

  test.each(['a depthwise convolution', 'causal attention under a norm'])(
    'blocks of channels are those of the Gauss–Newton block of %s',
    async (name) => {
      const shared = SHARED_MODELS[name]!;
      const index = shared.model.weights.findIndex(({ use }) => use === 'channelwise');
      const channels = shared.model.weights[index]!.shape[1]!;
      const { layers } = await curvatureOf(shared, softmaxCrossEntropy, {});
      const truth = gaussNewtonOf(shared.model64, shared.weights, index, shared.outputs, fisherColumns(softmaxCrossEntropy));
      const size = Math.sqrt(truth.length);
      const own = truth.map((value, at) => (Math.floor(at / size) % channels === (at % size) % channels ? value : 0));
      expect(relativeError(layers[index]!.dense, own)).toBeLessThan(AGREEMENT);
    },
  );

  test.each(NAMES)('gradients are those of the mean loss of %s', async (name) => {
    const shared = SHARED_MODELS[name]!;
    const { layers } = await curvatureOf(shared, softmaxCrossEntropy, {});
    const labels = sharedBatch(shared, softmaxCrossEntropy).targets.data;
    const reference = referenceOf(softmaxCrossEntropy);
    const meanLoss = (weights: readonly Float64Array[]): number => {
      const outputs = Array.from(shared.model64(weights));
      let sum = 0;
      for (let term = 0; term < shared.terms; term++) {
        sum += reference.value(outputs.slice(term * shared.outputs, (term + 1) * shared.outputs), labels[term]!);
      }
      return sum / shared.terms;
    };
    for (const [index, { gradient }] of layers.entries()) {
      const slopes = Array.from(shared.weights[index]!, (_, element) => {
        const at = (step: number): number =>
          meanLoss(
            shared.weights.map((weight, other) =>
              other === index ? weight.map((value, place) => value + (place === element ? step : 0)) : weight,
            ),
          );
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      });
      expect(relativeError(gradient, slopes), `weight ${String(index)}`).toBeLessThan(AGREEMENT);
    }
  });

  test.each(NAMES)('identity 11: damped blocks times the directions give the gradients of %s back', async (name) => {
    for (const representation of ['factored', 'eigenbasis', 'ekfac'] as const) {
      const { layers } = await curvatureOf(SHARED_MODELS[name]!, softmaxCrossEntropy, { representation });
      for (const [index, layer] of layers.entries()) {
        expect(relativeError(timesDamped(layer), layer.gradient), `${representation}, weight ${String(index)}`).toBeLessThan(1e-3);
        expect(relativeError(layer.bySignals, layer.byGradient), `${representation}, weight ${String(index)}`).toBeLessThan(1e-3);
      }
    }
  });

  test.each(WITHOUT_EMBEDDING)('identity 13: EKFAC is nearer to the Gauss–Newton blocks of %s than K-FAC', async (name) => {
    const shared = SHARED_MODELS[name]!;
    const loss = softmaxCrossEntropy;
    const [plain, corrected] = await Promise.all(
      (['eigenbasis', 'ekfac'] as const).map(async (representation) => (await curvatureOf(shared, loss, { representation })).layers),
    );
    for (const [index, block] of corrected!.entries()) {
      const truth = gaussNewtonOf(shared.model64, shared.weights, index, shared.outputs, fisherColumns(loss));
      expect(distance(block.dense, truth), `weight ${String(index)}`).toBeLessThanOrEqual(
        distance(plain![index]!.dense, truth) * (1 + 1e-5),
      );
    }
  });
});

/** (F̂ + λI) u. */
function timesDamped({ damped, byGradient }: LayerResult): Float64Array {
  const size = byGradient.length;
  return Float64Array.from(byGradient, (_, row) =>
    byGradient.reduce((sum, value, column) => sum + damped[row * size + column]! * value, 0),
  );
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.sqrt(Array.from(a).reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0));
}
