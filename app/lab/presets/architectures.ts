import { fixedRateKfac } from '../kfac-presets.ts';
import { layerSchema, type LayerDraft } from '../model/layer-spec.ts';
import type { ExperimentSpec } from '../spec.ts';
import { adam, sgd } from './first-order.ts';
import { preset, type Preset } from './preset.ts';

const RELU: LayerDraft = { kind: 'activation', function: 'relu' };
const DIGITS = { kind: 'mnist', trainExamples: 60_000, testExamples: 2_000 } as const;
const CLOTHES = { kind: 'fashion', trainExamples: 60_000, testExamples: 2_000 } as const;

interface ImageRace extends Pick<Preset, 'id' | 'title' | 'description'>, Pick<ExperimentSpec, 'data'> {
  readonly layers: readonly LayerDraft[];
  readonly rates?: { readonly sgd: number; readonly adam: number };
}

/** Images by a graph of layers in minibatches of 64; the arms have settings that fifty steps of each model chose among a few. */
function imageRace({ layers, rates = { sgd: 0.05, adam: 3e-3 }, ...parts }: ImageRace): Preset {
  return preset({
    ...parts,
    model: { kind: 'graph', layers: layers.map((layer) => layerSchema.parse(layer)), initialisation: 'he', reconstructs: false },
    batchSize: 64,
    steps: 500,
    evaluation: { every: 25, trainExamples: 1_000 },
    arms: [fixedRateKfac(1, 0.5, 0.01, 1e-3), sgd(rates.sgd, 0.9), adam(rates.adam)],
  });
}

/** Every kind of layer that images meet: convolutions, residual connections, recurrence over rows, and mixtures. */
export const architecturePresets: readonly Preset[] = [
  imageRace({
    id: 'lenet',
    title: 'LeNet on clothes',
    description: 'Two convolutions with pooling and two dense layers tell ten kinds of clothes apart.',
    data: CLOTHES,
    layers: [
      { kind: 'convolution', filters: 8, kernel: 5 },
      RELU,
      { kind: 'pooling', reduction: 'maximum', size: 2, stride: 2 },
      { kind: 'convolution', filters: 16, kernel: 5, padding: 'valid' },
      RELU,
      { kind: 'pooling', reduction: 'maximum', size: 2, stride: 2 },
      { kind: 'flatten' },
      { kind: 'dense', units: 64 },
      RELU,
      { kind: 'dense', units: 10 },
    ],
  }),
  imageRace({
    id: 'all-convolutional',
    title: 'All-convolutional net',
    description: 'Digits by convolutions alone, averaged over all positions at the end: hard for plain gradients, easy for K-FAC.',
    data: DIGITS,
    layers: [
      { kind: 'convolution', filters: 8, kernel: 3 },
      RELU,
      { kind: 'convolution', filters: 16, kernel: 3, stride: 2 },
      RELU,
      { kind: 'convolution', filters: 32, kernel: 3, stride: 2 },
      RELU,
      { kind: 'convolution', filters: 10, kernel: 1 },
      { kind: 'global-pooling', reduction: 'average' },
    ],
  }),
  imageRace({
    id: 'residual-net',
    title: 'Residual net',
    description: 'Two residual blocks without any normalisation on digits.',
    data: DIGITS,
    layers: [
      { kind: 'convolution', filters: 8, kernel: 3, stride: 2 },
      { ...RELU, name: 'stem' },
      { kind: 'convolution', filters: 8, kernel: 3 },
      RELU,
      { kind: 'convolution', name: 'first branch', filters: 8, kernel: 3 },
      { kind: 'add', from: ['stem', 'first branch'] },
      { ...RELU, name: 'first block' },
      { kind: 'convolution', filters: 8, kernel: 3 },
      RELU,
      { kind: 'convolution', name: 'second branch', filters: 8, kernel: 3 },
      { kind: 'add', from: ['first block', 'second branch'] },
      RELU,
      { kind: 'pooling', reduction: 'average', size: 2, stride: 2 },
      { kind: 'flatten' },
      { kind: 'dense', units: 10 },
    ],
  }),
  imageRace({
    id: 'digit-rows',
    title: 'Digits row by row',
    description: 'A gated recurrent net reads the 28 rows of a digit one after the other and names it at the end.',
    data: DIGITS,
    layers: [
      { kind: 'reshape', axes: [28, 28] },
      { kind: 'recurrent', cell: 'gru', units: 64, returns: 'last' },
      { kind: 'dense', units: 10 },
    ],
  }),
  imageRace({
    id: 'heterogeneous',
    title: 'Convolution, recurrence, dense',
    description: 'A mixed model: convolution and pooling, a recurrent net over the rows that remain, and a dense layer.',
    data: DIGITS,
    layers: [
      { kind: 'convolution', filters: 8, kernel: 3 },
      RELU,
      { kind: 'pooling', reduction: 'maximum', size: 2, stride: 2 },
      { kind: 'reshape', axes: [14, 112] },
      { kind: 'recurrent', cell: 'gru', units: 48, returns: 'last' },
      { kind: 'dense', units: 10 },
    ],
  }),
  imageRace({
    id: 'logistic-regression',
    title: 'Logistic regression',
    description: 'One dense layer on digits: its Fisher block is all the curvature there is.',
    data: DIGITS,
    layers: [{ kind: 'flatten' }, { kind: 'dense', units: 10 }],
  }),
  imageRace({
    id: 'deep-linear',
    title: 'Deep linear net',
    description: 'Three dense layers without activations, where exact K-FAC blocks are the Gauss–Newton blocks of squared errors.',
    data: DIGITS,
    layers: [{ kind: 'flatten' }, { kind: 'dense', units: 64 }, { kind: 'dense', units: 32 }, { kind: 'dense', units: 10 }],
    rates: { sgd: 0.01, adam: 1e-3 },
  }),
];
