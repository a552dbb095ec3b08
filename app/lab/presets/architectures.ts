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
  /** Bound on the steps of K-FAC. */
  readonly klClip?: number;
}

/** Images by a graph of layers in minibatches of 64; the arms have settings that fifty steps of each model chose among a few. */
function imageRace({ layers, rates = { sgd: 0.05, adam: 3e-3 }, klClip = 1e-3, ...parts }: ImageRace): Preset {
  return preset({
    ...parts,
    model: { kind: 'graph', layers: layers.map((layer) => layerSchema.parse(layer)), initialisation: 'he', reconstructs: false },
    batchSize: 64,
    steps: 500,
    evaluation: { every: 25, trainExamples: 1_000 },
    arms: [fixedRateKfac(1, 0.5, 0.01, klClip), sgd(rates.sgd, 0.9), adam(rates.adam)],
  });
}

/** Two residual blocks on a stem; `norm` comes after each convolution. */
function residualLayers(norm: readonly LayerDraft[]): readonly LayerDraft[] {
  const block = (input: string, branch: string, output: string): readonly LayerDraft[] => {
    const last = [{ kind: 'convolution', filters: 8, kernel: 3 }, ...norm] as const;
    return [
      { kind: 'convolution', filters: 8, kernel: 3 },
      ...norm,
      RELU,
      ...last.slice(0, -1),
      { ...last.at(-1)!, name: branch },
      { kind: 'add', from: [input, branch] },
      { ...RELU, name: output },
    ];
  };
  return [
    { kind: 'convolution', filters: 8, kernel: 3, stride: 2 },
    ...norm,
    { ...RELU, name: 'stem' },
    ...block('stem', 'first branch', 'first block'),
    ...block('first block', 'second branch', 'second block'),
    { kind: 'pooling', reduction: 'average', size: 2, stride: 2 },
    { kind: 'flatten' },
    { kind: 'dense', units: 10 },
  ];
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
    layers: residualLayers([]),
  }),
  imageRace({
    id: 'residual-net-batch-norm',
    title: 'Residual net with batch norm',
    description: 'The same two blocks with a batch norm after each convolution.',
    data: DIGITS,
    layers: residualLayers([{ kind: 'batch-norm' }]),
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
    klClip: 0.03,
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
