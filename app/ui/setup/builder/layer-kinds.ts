import type { LayerKindName, LayerSpec } from '../../../lab/model/layer-spec.ts';
import type { Draft, DraftLayer } from '../../../state/draft.ts';

export type LayerOf<Kind extends LayerKindName> = Extract<LayerSpec, { readonly kind: Kind }>;

/** A setting of a layer and how it is edited. */
export type LayerField =
  | { readonly kind: 'number'; readonly label: string }
  | { readonly kind: 'numbers'; readonly label: string }
  | { readonly kind: 'switch'; readonly label: string }
  | { readonly kind: 'choice'; readonly label: string; readonly options: Readonly<Record<string, string>> };

/** The field that edits values of one type; a choice names them all. */
type FieldFor<Value> = [Value] extends [boolean]
  ? Extract<LayerField, { kind: 'switch' }>
  : [Value] extends [number]
    ? Extract<LayerField, { kind: 'number' }>
    : [Value] extends [string]
      ? { readonly kind: 'choice'; readonly label: string; readonly options: Readonly<Record<Value, string>> }
      : Extract<LayerField, { kind: 'numbers' }>;

export const LAYER_GROUPS = ['With weights', 'Functions', 'Shapes', 'Joins'] as const;

/** How a kind of layer is told and edited. */
interface KindFace<Layer extends LayerSpec, Fields> {
  readonly group: (typeof LAYER_GROUPS)[number];
  readonly label: string;
  /** One line. */
  readonly description: string;
  readonly fields: Fields;
  /** The settings of a layer in a few words. */
  readonly summary: (layer: Draft<Layer>) => string;
}

type SharedKey = 'kind' | 'name' | 'from' | 'tiedTo';
type FieldsOf<Layer> = { readonly [Key in Exclude<keyof Layer, SharedKey>]-?: FieldFor<Layer[Key]> };
type LayerFace = KindFace<LayerSpec, Readonly<Record<string, LayerField>>>;

const units = { kind: 'number', label: 'Units' } as const;
const filters = { kind: 'number', label: 'Filters' } as const;
const reduction = { kind: 'choice', label: 'Keeps', options: { maximum: 'maximum', average: 'average' } } as const;
const FUNCTIONS = { tanh: 'tanh', relu: 'ReLU', sigmoid: 'sigmoid', gelu: 'GELU' } as const;
const CELLS = { rnn: 'plain', gru: 'GRU', lstm: 'LSTM' } as const;
const geometry = {
  kernel: { kind: 'number', label: 'Kernel' },
  stride: { kind: 'number', label: 'Stride' },
  padding: { kind: 'choice', label: 'Padding', options: { same: 'same, by zeros', valid: 'valid, none' } },
} as const;

type Window = Pick<Draft<LayerOf<'convolution'>>, 'kernel' | 'stride' | 'padding'>;

function window({ kernel, stride, padding }: Window): string {
  return `${kernel} × ${kernel}${stride === 1 ? '' : `, stride ${stride}`}${padding === 'same' ? '' : ', valid'}`;
}

/** Every kind of layer with all of its settings: the one place that knows how they are called. */
const KINDS: { readonly [Kind in LayerKindName]: KindFace<LayerOf<Kind>, FieldsOf<LayerOf<Kind>>> } = {
  dense: {
    group: 'With weights',
    label: 'Dense',
    description: 'fully connected on the last axis',
    fields: { units },
    summary: (layer) => `${layer.units} units`,
  },
  convolution: {
    group: 'With weights',
    label: 'Convolution',
    description: 'filters that slide over an image',
    fields: { filters, ...geometry },
    summary: (layer) => `${layer.filters} of ${window(layer)}`,
  },
  'depthwise-convolution': {
    group: 'With weights',
    label: 'Depthwise convolution',
    description: 'a filter for every channel by itself',
    fields: geometry,
    summary: window,
  },
  'transposed-convolution': {
    group: 'With weights',
    label: 'Transposed convolution',
    description: 'enlarges an image by its stride',
    fields: { filters, ...geometry },
    summary: (layer) => `${layer.filters} of ${window(layer)}`,
  },
  recurrent: {
    group: 'With weights',
    label: 'Recurrent',
    description: 'a state that goes along a sequence: RNN, GRU or LSTM',
    fields: {
      cell: { kind: 'choice', label: 'Cell', options: CELLS },
      units,
      returns: { kind: 'choice', label: 'Returns', options: { sequence: 'every state', last: 'the last state' } },
    },
    summary: ({ cell, units: width, returns }) => `${CELLS[cell]}, ${width} units, ${returns}`,
  },
  attention: {
    group: 'With weights',
    label: 'Attention',
    description: 'every position looks at the others',
    fields: { heads: { kind: 'number', label: 'Heads' }, causal: { kind: 'switch', label: 'Causal' } },
    summary: ({ heads, causal }) => `${heads} heads${causal ? ', causal' : ''}`,
  },
  embedding: {
    group: 'With weights',
    label: 'Embedding',
    description: 'a row of numbers for each token',
    fields: { units },
    summary: (layer) => `${layer.units} units`,
  },
  'tied-output': {
    group: 'With weights',
    label: 'Tied output',
    description: 'scores every token by the rows of an embedding',
    fields: {},
    summary: () => 'a score for each token',
  },
  positions: {
    group: 'With weights',
    label: 'Positions',
    description: 'tells the places of a sequence apart',
    fields: { encoding: { kind: 'choice', label: 'Encoding', options: { learned: 'learned', sinusoidal: 'sinusoidal' } } },
    summary: ({ encoding }) => encoding,
  },
  'batch-norm': {
    group: 'With weights',
    label: 'Batch norm',
    description: 'mean 0 and variance 1 over the minibatch, then scale and shift',
    fields: {},
    summary: () => 'over the minibatch',
  },
  'layer-norm': {
    group: 'With weights',
    label: 'Layer norm',
    description: 'mean 0 and variance 1, then scale and shift',
    fields: {},
    summary: () => 'over the last axis',
  },
  activation: {
    group: 'Functions',
    label: 'Activation',
    description: 'a function of every number',
    fields: { function: { kind: 'choice', label: 'Function', options: FUNCTIONS } },
    summary: (layer) => FUNCTIONS[layer.function],
  },
  pooling: {
    group: 'Functions',
    label: 'Pooling',
    description: 'one number for each window of an image',
    fields: { reduction, size: { kind: 'number', label: 'Window' }, stride: { kind: 'number', label: 'Stride' } },
    summary: (layer) =>
      `${layer.reduction} of ${layer.size} × ${layer.size}${layer.stride === layer.size ? '' : `, stride ${layer.stride}`}`,
  },
  'global-pooling': {
    group: 'Functions',
    label: 'Global pooling',
    description: 'one number for each channel',
    fields: { reduction },
    summary: (layer) => layer.reduction,
  },
  dropout: {
    group: 'Functions',
    label: 'Dropout',
    description: 'zeros at random in training',
    fields: { rate: { kind: 'number', label: 'Rate' } },
    summary: ({ rate }) => `rate ${rate}`,
  },
  flatten: {
    group: 'Shapes',
    label: 'Flatten',
    description: 'all numbers on one axis',
    fields: {},
    summary: () => 'one axis',
  },
  reshape: {
    group: 'Shapes',
    label: 'Reshape',
    description: 'the same numbers on other axes',
    fields: { axes: { kind: 'numbers', label: 'Axes' } },
    summary: ({ axes }) => axes.join(' × '),
  },
  add: {
    group: 'Joins',
    label: 'Add',
    description: 'the sum of layers, as a residual is',
    fields: {},
    summary: () => 'sum',
  },
  concatenate: {
    group: 'Joins',
    label: 'Concatenate',
    description: 'layers side by side on the last axis',
    fields: {},
    summary: () => 'side by side',
  },
};

/** The kinds in the order in which they are offered. */
export const LAYER_KINDS = Object.keys(KINDS) as readonly LayerKindName[];

/** How a kind of layer is told and edited. */
export function faceOf(kind: LayerKindName): LayerFace {
  return KINDS[kind] as LayerFace;
}

/** Whether a layer of this kind reads several others. */
export function joins(kind: DraftLayer['kind']): boolean {
  return faceOf(kind).group === 'Joins';
}
