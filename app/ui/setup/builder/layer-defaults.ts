import type { LayerKindName } from '../../../lab/model/layer-spec.ts';
import type { LayerOf } from './layer-kinds.ts';

const fresh = { name: null, from: null } as const;
const own = { ...fresh, tiedTo: null } as const;

/** What a new layer of each kind starts with. */
const DEFAULTS: { readonly [Kind in LayerKindName]: LayerOf<Kind> } = {
  activation: { kind: 'activation', ...fresh, function: 'relu' },
  add: { kind: 'add', ...fresh },
  attention: { kind: 'attention', ...own, heads: 4, causal: false },
  'batch-norm': { kind: 'batch-norm', ...fresh },
  concatenate: { kind: 'concatenate', ...fresh },
  convolution: { kind: 'convolution', ...own, filters: 8, kernel: 3, stride: 1, padding: 'same' },
  dense: { kind: 'dense', ...own, units: 32 },
  'depthwise-convolution': { kind: 'depthwise-convolution', ...own, kernel: 3, stride: 1, padding: 'same' },
  dropout: { kind: 'dropout', ...fresh, rate: 0.2 },
  embedding: { kind: 'embedding', ...own, units: 32 },
  flatten: { kind: 'flatten', ...fresh },
  'global-pooling': { kind: 'global-pooling', ...fresh, reduction: 'average' },
  'layer-norm': { kind: 'layer-norm', ...fresh },
  pooling: { kind: 'pooling', ...fresh, reduction: 'maximum', size: 2, stride: 2 },
  positions: { kind: 'positions', ...fresh, encoding: 'learned' },
  recurrent: { kind: 'recurrent', ...own, cell: 'gru', units: 32, returns: 'last' },
  reshape: { kind: 'reshape', ...fresh, axes: [28, 28] },
  'tied-output': { kind: 'tied-output', ...own },
  'transposed-convolution': { kind: 'transposed-convolution', ...own, filters: 8, kernel: 4, stride: 2, padding: 'same' },
};

/** A new layer; one that joins others starts with the two `before` it. */
export function newLayer<Kind extends LayerKindName>(kind: Kind, before: readonly string[]): LayerOf<Kind> {
  const joined = before.slice(-2);
  return (kind === 'add' || kind === 'concatenate') && joined.length === 2 ? { ...DEFAULTS[kind], from: joined } : DEFAULTS[kind];
}
