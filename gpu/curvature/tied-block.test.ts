import { describe, expect, test } from 'vitest';
import { squaredError } from '../losses/squared-error.ts';
import { dense } from '../nn/dense.ts';
import { embedding } from '../nn/embedding.ts';
import type { Layer } from '../nn/layer.ts';
import { network, type Model } from '../nn/network.ts';
import { tiedOutput } from '../nn/tied-output.ts';
import { add } from '../ops/binary.ts';
import { constant } from '../ops/constant.ts';
import { affine } from '../ops/unary.ts';
import { kronecker, relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { gaussNewtonOf } from '../testing/float64-model.ts';
import { tabulate } from '../testing/layer-case.ts';
import { modelCurvature } from '../testing/model-curvature.ts';
import { Seeded } from '../testing/seeded.ts';
import { tiedOutputReference } from '../testing/sequence-layer-cases.ts';

const AGREEMENT = 5e-5;
const [CASES, TOKENS, UNITS] = [5, 4, 2];
const numbers = new Seeded(31);
const tokens = Uint32Array.of(0, 3, 1, 3, 3);
/** Added to what is looked up, so that inputs of the output are not zero without it. */
const offsets = numbers.normals(CASES * UNITS);

/** Scores `(slope · E[token] + offset) Eᵀ`: linear in each use of the table. */
function scored(slope: number): Model {
  const mix: Layer = {
    name: 'mix',
    weights: [],
    apply: ([x]) => add(affine(x, slope), constant(x.graph, [CASES, 1, UNITS], offsets)),
  };
  return network([
    { layer: embedding('table', TOKENS, UNITS), from: [-1] },
    { layer: mix, from: [0] },
    { layer: tiedOutput('scores', TOKENS, UNITS), from: [1], tiedTo: 0 },
  ]);
}

/** What the output is fed, with a table in float64. */
function mixed(table: Float64Array, slope: number): Float64Array {
  return tabulate([CASES, UNITS], (row, unit) => slope * table[tokens[row]! * UNITS + unit]! + offsets[row * UNITS + unit]!);
}

async function blockOf(model: Model, weights: readonly Float64Array[]): Promise<Float64Array> {
  const parameters = new Float32Array(model.layout.size);
  for (const [index, { offset }] of model.layout.slices.entries()) parameters.set(weights[index]!, offset);
  const batch = {
    model,
    parameters,
    inputs: { shape: [CASES, 1], data: tokens },
    targets: { shape: [CASES, TOKENS], data: new Float32Array(CASES * TOKENS) },
  };
  const { layers } = await modelCurvature(await testDevice(), batch, { loss: squaredError, estimation: 'exact', seed: 1, lambda: 0.1 });
  return layers[0]!.dense;
}

const unitColumns = (outputs: readonly number[]): number[][] =>
  outputs.map((_, row) => outputs.map((_other, column) => Number(row === column)));
const frequencies = Array.from({ length: TOKENS }, (_, token) => tokens.filter((other) => other === token).length / CASES);
const diagonal = (entry: (index: number) => number): Float64Array => tabulate([TOKENS, TOKENS], (i, j) => (i === j ? entry(i) : 0));

describe('the block of an embedding that is the output layer too', () => {
  const table = Float64Array.from(numbers.normals(TOKENS * UNITS, 0.7));

  test('is the Gauss–Newton block where only the output depends on it', async () => {
    const truth = gaussNewtonOf(
      ([moved]) => tiedOutputReference([mixed(moved!, 0), moved!], TOKENS, UNITS),
      [table],
      0,
      TOKENS,
      unitColumns,
    );
    expect(relativeError(await blockOf(scored(0), [table]), truth)).toBeLessThan(AGREEMENT);
  });

  test('is the Gauss–Newton block where only what is looked up matters', async () => {
    const classes = Float64Array.from(numbers.normals((UNITS + 1) * TOKENS));
    const first: Layer = { name: 'first', weights: [], apply: ([x, y]) => add(x, affine(y!, 0)) };
    const model = network([
      { layer: embedding('table', TOKENS, UNITS), from: [-1] },
      { layer: dense('classes', UNITS, TOKENS, 'he'), from: [0] },
      { layer: tiedOutput('scores', TOKENS, UNITS), from: [0], tiedTo: 0 },
      { layer: first, from: [1, 2] },
    ]);
    const model64 = ([moved, weight]: readonly Float64Array[]): Float64Array =>
      tabulate([CASES, TOKENS], (row, output) => {
        const entry = (unit: number): number => moved![tokens[row]! * UNITS + unit]! * weight![unit * TOKENS + output]!;
        return entry(0) + entry(1) + weight![UNITS * TOKENS + output]!;
      });
    const truth = gaussNewtonOf(model64, [table, classes], 0, TOKENS, unitColumns);
    expect(relativeError(await blockOf(model, [table, classes]), truth)).toBeLessThan(AGREEMENT);
  });

  test('has the partial traces of the sum of both uses, and no other product does', async () => {
    const slope = 0.8;
    const inputs = mixed(table, slope);
    const moment = (rows: Float64Array, scale: number): Float64Array =>
      tabulate([UNITS, UNITS], (i, j) => {
        let sum = 0;
        for (let row = 0; row * UNITS < rows.length; row++) sum += rows[row * UNITS + i]! * rows[row * UNITS + j]!;
        return scale * sum;
      });
    // Columns of B are unit vectors: Γ = I, and what comes back to a row that was looked up is slope · E[column].
    const lookedUp = moment(table, slope ** 2);
    const asInput = moment(inputs, 1 / CASES);
    const sumOfUses = kronecker(
      diagonal((token) => frequencies[token]!),
      TOKENS,
      lookedUp,
      UNITS,
    ).map(
      (value, index) =>
        value +
        kronecker(
          diagonal(() => 1),
          TOKENS,
          asInput,
          UNITS,
        )[index]!,
    );
    const side = TOKENS * UNITS;
    const traced = (block: ArrayLike<number>): readonly Float64Array[] => [
      tabulate([TOKENS, TOKENS], (i, j) => block[i * UNITS * side + j * UNITS]! + block[(i * UNITS + 1) * side + j * UNITS + 1]!),
      tabulate([UNITS, UNITS], (i, j) => {
        let sum = 0;
        for (let token = 0; token < TOKENS; token++) sum += block[(token * UNITS + i) * side + token * UNITS + j]!;
        return sum;
      }),
    ];
    const block = await blockOf(scored(slope), [table]);
    const [ofTokens, ofUnits] = traced(sumOfUses) as [Float64Array, Float64Array];
    const [gotTokens, gotUnits] = traced(block) as [Float64Array, Float64Array];
    expect(relativeError(gotTokens, ofTokens)).toBeLessThan(AGREEMENT);
    expect(relativeError(gotUnits, ofUnits)).toBeLessThan(AGREEMENT);
    const trace = ofUnits[0]! + ofUnits[3]!;
    expect(
      relativeError(
        block,
        kronecker(ofTokens, TOKENS, ofUnits, UNITS).map((value) => value / trace),
      ),
    ).toBeLessThan(AGREEMENT);
  });
});
