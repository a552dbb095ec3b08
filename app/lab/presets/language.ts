import { fixedRateKfac } from '../kfac-presets.ts';
import { ALPHABETS, TASK_CHARACTERS } from '../datasets/alphabets.ts';
import { layerSchema, type LayerDraft } from '../model/layer-spec.ts';
import type { ModelSpec } from '../model/model-spec.ts';
import { adamW, sgd } from './first-order.ts';
import { preset, type Preset } from './preset.ts';

function modelOf(layers: readonly LayerDraft[]): ModelSpec {
  return { kind: 'graph', layers: layers.map((layer) => layerSchema.parse(layer)), initialisation: 'glorot', reconstructs: false };
}

interface TransformerSizes {
  readonly vocabulary: number;
  readonly blocks: number;
  readonly units: number;
  readonly heads: number;
}

/** A decoder of residual blocks, each with a norm before its attention and before its two dense layers (Xiong et al. 2020). */
function transformer({ vocabulary, blocks, units, heads }: TransformerSizes): ModelSpec {
  const layers: LayerDraft[] = [
    { kind: 'embedding', units },
    { kind: 'positions', encoding: 'learned', name: 'block 0' },
  ];
  for (let block = 1; block <= blocks; block++) {
    layers.push(
      { kind: 'layer-norm' },
      { kind: 'attention', name: `attention ${block}`, heads, causal: true },
      { kind: 'add', name: `attended ${block}`, from: [`block ${block - 1}`, `attention ${block}`] },
      { kind: 'layer-norm' },
      { kind: 'dense', name: `widen ${block}`, units: 4 * units },
      { kind: 'activation', function: 'gelu' },
      { kind: 'dense', name: `narrow ${block}`, units },
      { kind: 'add', name: `block ${block}`, from: [`attended ${block}`, `narrow ${block}`] },
    );
  }
  return modelOf([...layers, { kind: 'layer-norm' }, { kind: 'dense', name: 'next', units: vocabulary }]);
}

function gatedRecurrent(vocabulary: number, embedded: number, units: number): ModelSpec {
  return modelOf([
    { kind: 'embedding', units: embedded },
    { kind: 'recurrent', cell: 'gru', units, returns: 'sequence' },
    { kind: 'dense', name: 'next', units: vocabulary },
  ]);
}

/** Characters: a book, names, and exercises whose answers are right or wrong. */
export const languagePresets: readonly Preset[] = [
  preset({
    id: 'char-transformer',
    title: 'Transformer on a book',
    description: 'A transformer of two blocks learns to write Moby-Dick character by character.',
    data: { kind: 'text', length: 64, trainExamples: 20_000, testExamples: 200 },
    model: transformer({ vocabulary: ALPHABETS.book.length, blocks: 2, units: 64, heads: 4 }),
    batchSize: 16,
    steps: 2_000,
    evaluation: { every: 50, trainExamples: 200 },
    arms: [fixedRateKfac(0.1, 0.9, 0.03, 0.01, { inverseEvery: 5 }), sgd(0.3, 0.9), adamW(5e-3)],
  }),
  preset({
    id: 'char-gru',
    title: 'Recurrent network on a book',
    description: 'Gated recurrent units learn to write Moby-Dick character by character.',
    data: { kind: 'text', length: 32, trainExamples: 20_000, testExamples: 400 },
    model: gatedRecurrent(ALPHABETS.book.length, 32, 128),
    batchSize: 32,
    steps: 2_000,
    evaluation: { every: 50, trainExamples: 400 },
    arms: [fixedRateKfac(0.1, 0.9, 0.03, 0.01, { inverseEvery: 5 }), sgd(0.5, 0.9), adamW(5e-3)],
  }),
  preset({
    id: 'names',
    title: 'Names',
    description: 'Gated recurrent units learn to invent first names.',
    data: { kind: 'names', length: 24, trainExamples: 5_000, testExamples: 240 },
    model: gatedRecurrent(ALPHABETS.names.length, 24, 64),
    batchSize: 32,
    steps: 1_000,
    evaluation: { every: 50, trainExamples: 240 },
    arms: [fixedRateKfac(0.1, 0.9, 0.03, 0.01, { inverseEvery: 5 }), sgd(0.5, 0.9), adamW(0.01)],
  }),
  preset({
    id: 'sequence-reverse',
    title: 'Words backwards',
    description: 'A small transformer learns to say a word backwards: attention must look from the end to the begin.',
    data: { kind: 'sequence-task', task: 'reverse', length: 6, trainExamples: 20_000, testExamples: 500 },
    model: transformer({ vocabulary: TASK_CHARACTERS.length, blocks: 2, units: 32, heads: 4 }),
    batchSize: 64,
    steps: 1_000,
    evaluation: { every: 25, trainExamples: 500 },
    arms: [fixedRateKfac(0.1, 0.9, 0.03, 0.01, { inverseEvery: 5 }), sgd(0.1, 0.9), adamW(3e-3)],
  }),
  preset({
    id: 'sequence-addition',
    title: 'Sums of two numbers',
    description: 'A small transformer learns to add numbers of two digits, from examples of 12+34=046 alone.',
    data: { kind: 'sequence-task', task: 'addition', length: 2, trainExamples: 20_000, testExamples: 500 },
    model: transformer({ vocabulary: TASK_CHARACTERS.length, blocks: 2, units: 32, heads: 4 }),
    batchSize: 64,
    steps: 2_000,
    evaluation: { every: 50, trainExamples: 500 },
    arms: [fixedRateKfac(0.1, 0.9, 0.03, 0.01, { inverseEvery: 5 }), sgd(0.3, 0.9), adamW(5e-3)],
  }),
];
