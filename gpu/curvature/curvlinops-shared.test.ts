import { describe, expect, test } from 'vitest';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { usableFamilies } from '../runtime/adapter-facts.ts';
import { describeAgreements, disagreements, relativeDifference, type Agreement } from '../testing/agreement.ts';
import { batchOf, sharedFixtures, type SharedEstimate, type SharedFixture } from '../testing/curvlinops-shared-fixtures.ts';
import { testDevice } from '../testing/device.ts';
import { evaluatePass } from '../testing/evaluate-reference.ts';
import { gaussNewtonProduct } from '../testing/gauss-newton-product.ts';
import { withFamily } from '../testing/kernel-check.ts';
import { modelCurvature, type CurvatureOptions } from '../testing/model-curvature.ts';
import { flatten } from '../testing/reference-problem.ts';

/** Largest relative difference that is asked for. */
const ALLOWED = 1e-4;

const loss = softmaxCrossEntropy;
const context = await testDevice();
const FIXTURES = sharedFixtures.map((fixture) => ({ name: fixture.name, fixture }));
const ESTIMATES = FIXTURES.flatMap(({ name, fixture }) =>
  fixture.estimates.map((estimate) => ({ name: `${name}, ${estimate.estimation}, ${estimate.sharing}`, fixture, estimate })),
);
const NORMED = FIXTURES.filter(({ fixture }) => fixture.norms.length > 0);

describe.each(usableFamilies(context.facts))('curvature of shared weights with %s kernels', (family) => {
  const device = withFamily(context, family);

  test.for(FIXTURES)('has the Gauss–Newton products of curvlinops: $name', async ({ fixture }, { annotate }) => {
    const batch = batchOf(fixture);
    const { layout } = batch.model;
    const { product } = await evaluatePass(device, batch, loss, (reference) => ({
      product: gaussNewtonProduct(reference, 'noise', flatten(layout, fixture.noise)),
    }));
    const agreements = [agreement('GGN · noise', product, flatten(layout, fixture.ggnNoise))];
    await annotate(describeAgreements(agreements), 'worst relative differences');
    expect(disagreements(agreements)).toEqual([]);
  });

  test.for(ESTIMATES)('has the factors and directions of curvlinops: $name', async ({ fixture, estimate }, { annotate }) => {
    const agreements = await agreementsOf(fixture, estimate);
    await annotate(describeAgreements(agreements), 'worst relative differences');
    expect(disagreements(agreements)).toEqual([]);
  });

  test.for(NORMED)('has the Gauss–Newton blocks of the channels of norms: $name', async ({ fixture }, { annotate }) => {
    const { layers } = await modelCurvature(device, batchOf(fixture), optionsOf(fixture, 'exact', 'expand'));
    const { slices } = batchOf(fixture).model.layout;
    const norms = layers.filter((_, index) => slices[index]!.use === 'channelwise');
    const agreements = norms.map(({ dense }, norm) => agreement(`norm ${norm}`, channelBlocks(dense), fixture.norms[norm]!));
    await annotate(describeAgreements(agreements), 'worst relative differences');
    expect(agreements).toHaveLength(2);
    expect(disagreements(agreements)).toEqual([]);
  });

  async function agreementsOf(fixture: SharedFixture, { estimation, sharing, blocks }: SharedEstimate): Promise<readonly Agreement[]> {
    const { layers } = await modelCurvature(device, batchOf(fixture), optionsOf(fixture, estimation, sharing));
    return layers.flatMap(({ a, g, gradient, byGradient }, index) => {
      const expected = blocks[index] ?? null;
      const ofGradient = agreement(`gradient ${index}`, gradient, fixture.gradient[index]!);
      if (expected === null) return [ofGradient];
      const direction = expected.direction === null ? [] : [agreement(`direction ${index}`, byGradient, expected.direction)];
      // All parts at once: keys have no G of their own in sum over positions, since they shift all scores alike.
      const ofG = agreement(`G ${index}`, diagonalParts(g, expected.g.length), expected.g.flat());
      return [ofGradient, agreement(`A ${index}`, a, expected.a), ofG, ...direction];
    });
  }
});

function optionsOf(
  { lambda }: SharedFixture,
  estimation: CurvatureOptions['estimation'],
  sharing: SharedEstimate['sharing'],
): CurvatureOptions {
  return { loss, estimation, seed: 1, lambda, structure: { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing } };
}

function agreement(quantity: string, got: ArrayLike<number>, expected: ArrayLike<number>): Agreement {
  return { quantity, difference: relativeDifference(got, expected), allowed: ALLOWED };
}

/** So many equal blocks on the diagonal of a square matrix, one after the other. */
function diagonalParts(matrix: Float32Array, parts: number): Float32Array {
  const whole = Math.sqrt(matrix.length);
  const size = whole / parts;
  return Float32Array.from({ length: parts * size * size }, (_, at) => {
    const first = size * Math.floor(at / (size * size));
    return matrix[(first + (Math.floor(at / size) % size)) * whole + first + (at % size)]!;
  });
}

/** The blocks `[channels, 2, 2]` of a matrix over scales and shifts. */
function channelBlocks(dense: Float64Array): Float64Array {
  const size = Math.sqrt(dense.length);
  const channels = size / 2;
  return Float64Array.from({ length: 2 * size }, (_, at) => {
    const channel = Math.floor(at / 4);
    return dense[(channel + channels * (Math.floor(at / 2) % 2)) * size + channel + channels * (at % 2)]!;
  });
}
