import { attention } from '../../../../gpu/nn/attention.ts';
import { embedding, learnedPositions, sinusoidalPositions } from '../../../../gpu/nn/embedding.ts';
import { tiedOutput } from '../../../../gpu/nn/tied-output.ts';
import { ShapeError } from '../../../../gpu/runtime/errors.ts';
import { z } from '../../schema.ts';
import { describeShape, values } from '../example-shape.ts';
import { layerFields, tieField, width } from '../layer-fields.ts';
import { axesOf, numbersOf, type LayerKind, type LayerPlace } from '../layer-kind.ts';

/** A row of numbers for each token. */
export const embeddingSchema = z.strictObject({ kind: z.literal('embedding'), ...layerFields, ...tieField, units: width });

/** Scores every token of an embedding by the inner product with its row, in place of weights of its own. */
export const tiedOutputSchema = z.strictObject({ kind: z.literal('tied-output'), ...layerFields, ...tieField });

/** Tells positions of a sequence apart, by numbers added to each. */
export const positionsSchema = z.strictObject({
  kind: z.literal('positions'),
  ...layerFields,
  encoding: z.enum(['learned', 'sinusoidal']),
});

/** Multi-head self-attention over the positions of a sequence. */
export const attentionSchema = z.strictObject({
  kind: z.literal('attention'),
  ...layerFields,
  ...tieField,
  heads: z.int().min(1).max(64),
  /** Whether a position sees itself and those before it alone. */
  causal: z.boolean(),
});

function sequenceOf(place: LayerPlace): readonly [length: number, units: number] {
  const remedy = 'put an "embedding" before it where the data are tokens, or a "reshape" with two axes';
  return axesOf(place, 'a sequence, positions × numbers', remedy, 2) as readonly [number, number];
}

export const planEmbedding: LayerKind<z.infer<typeof embeddingSchema>> = ({ units }, { name, inputs }) => {
  const [input] = inputs;
  if (inputs.length !== 1 || input.kind !== 'tokens') {
    throw new ShapeError(`expected tokens, got ${inputs.map(describeShape).join(' and ')}; choose a text as data, or a "dense" layer`);
  }
  return {
    layer: embedding(name, input.vocabulary, units),
    output: values(input.length, units),
    rows: [input.length],
    intermediates: 0,
  };
};

/** @throws ShapeError for positions of another width than the rows of the embedding. */
export const planTiedOutput: LayerKind<z.infer<typeof tiedOutputSchema>> = (_, place) => {
  const axes = numbersOf(place);
  const positions = axes.slice(0, -1);
  const units = axes.at(-1)!;
  const { tiedTo } = place;
  const [vocabulary, width] = tiedTo!.weights[0]!.shape as readonly [number, number];
  if (units !== width) {
    throw new ShapeError(
      `expected the ${width} numbers a position that ${tiedTo!.name} has, got ${units}; put a "dense" layer of ${width} units before it, or give ${tiedTo!.name} ${units} units`,
    );
  }
  return {
    layer: tiedOutput(place.name, vocabulary, units),
    output: values(...positions, vocabulary),
    rows: [positions.reduce((product, extent) => product * extent, 1)],
    intermediates: 0,
  };
};

export const planPositions: LayerKind<z.infer<typeof positionsSchema>> = ({ encoding }, place) => {
  const [length, units] = sequenceOf(place);
  const output = values(length, units);
  if (encoding === 'sinusoidal') return { layer: sinusoidalPositions(place.name, length, units), output, rows: [], intermediates: 0 };
  return { layer: learnedPositions(place.name, length, units), output, rows: [length], intermediates: length * units };
};

export const planAttention: LayerKind<z.infer<typeof attentionSchema>> = ({ heads, causal }, place) => {
  const [length, units] = sequenceOf(place);
  if (units % heads !== 0) {
    throw new ShapeError(`expected heads that divide the ${units} numbers of a position, got ${heads}; choose a divisor of ${units}`);
  }
  return {
    layer: attention(place.name, { units, heads, causal, initialisation: place.initialisation }),
    output: values(length, units),
    rows: [length, length],
    intermediates: length * units * 7 + 3 * heads * length * length,
  };
};
