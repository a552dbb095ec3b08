import type { DataSpec } from '../../lab/data-spec.ts';
import { KFAC_DEFAULTS, type KfacSpec } from '../../lab/kfac-spec.ts';
import { charactersOf, isLanguageKind } from '../../lab/language-task.ts';
import { ADAM_DEFAULTS, HESSIAN_FREE_DEFAULTS, MUON_DEFAULTS, SHAMPOO_DEFAULTS, SOAP_DEFAULTS } from '../../lab/optimizer-defaults.ts';
import type { OptimizerSpec } from '../../lab/optimizer-spec.ts';
import { constantRate } from '../../lab/schedule-spec.ts';
import { unreachable } from '../../lab/unreachable.ts';
import type { ConnectedModelDraft, DataDraft, ModelDraft, SpecDraft } from '../../state/draft.ts';
import { planDraft } from './network.ts';

type Defaults = { readonly [Kind in OptimizerSpec['kind']]: Extract<OptimizerSpec, { kind: Kind }> };

/** Values a newly chosen optimiser starts with. */
export const defaultOptimizers: Defaults = {
  sgd: { kind: 'sgd', learningRate: 0.1, schedule: constantRate, momentum: 0.9, nesterov: true, weightDecay: 0 },
  adam: ADAM_DEFAULTS,
  rmsprop: { kind: 'rmsprop', learningRate: 1e-3, schedule: constantRate, decay: 0.9, epsilon: 1e-8, momentum: 0, weightDecay: 0 },
  muon: MUON_DEFAULTS,
  soap: SOAP_DEFAULTS,
  shampoo: SHAMPOO_DEFAULTS,
  'hessian-free': HESSIAN_FREE_DEFAULTS,
  kfac: {
    ...KFAC_DEFAULTS,
    kind: 'kfac',
    estimation: 'sampled',
    step: { kind: 'quadratic-model', fraction: 1 },
    damping: { kind: 'levenberg-marquardt', lambda: 1, gamma: 'tied' },
    decay: 0.95,
    statisticsEvery: 1,
    inverseEvery: 5,
    weightDecay: 0,
  },
};

/** A way to invert with the values it starts with. */
export function inverseOf(kind: KfacSpec['inverse']['kind']): KfacSpec['inverse'] {
  switch (kind) {
    case 'cholesky':
      return { kind };
    case 'newton-schulz':
      return { kind, iterations: 2 };
    case 'inverse-free':
      return { kind, rate: 1, momentum: 0 };
    default:
      return unreachable(kind);
  }
}

/** A schedule of refreshes with the values it starts with. */
export function refreshOf(kind: KfacSpec['refresh']['kind']): KfacSpec['refresh'] {
  switch (kind) {
    case 'every':
      return { kind };
    case 'round-robin':
      return { kind, shares: 2 };
    case 'adaptive':
      return { kind, residual: 0.1 };
    default:
      return unreachable(kind);
  }
}

/** Data that the page can have: it reads no files. */
export type OfferedData = Exclude<DataSpec['kind'], 'file' | 'table'>;

/** Another data set in a draft. Example counts stay among like data; the model follows where the old one could not serve. */
export function withData(draft: SpecDraft, kind: OfferedData): SpecDraft {
  const data = dataOf(kind, draft.data);
  if (isLanguageKind(kind)) return { ...draft, data, model: recurrentModel(charactersOf(kind).length) };
  // Layers that a person put together stay wherever they fit.
  if (draft.model.kind === 'graph' && planDraft({ data, model: draft.model })?.weights) return { ...draft, data };
  if (kind === 'curves') return { ...draft, data, model: modelOf('autoencoder', draft.model) };
  // What serves digits serves other images in ten classes; layers that read characters serve nothing else.
  if ((kind === 'mnist' || kind === 'fashion') && !isLanguageKind(draft.data.kind)) return { ...draft, data };
  return { ...draft, data, model: modelOf('mlp', draft.model) };
}

/** Layers that tell the next of `vocabulary` characters. */
function recurrentModel(vocabulary: number): ModelDraft {
  const layer = { name: null, from: null } as const;
  return {
    kind: 'graph',
    layers: [
      { kind: 'embedding', ...layer, tiedTo: null, units: 32 },
      { kind: 'recurrent', ...layer, tiedTo: null, cell: 'gru', units: 64, returns: 'sequence' },
      { kind: 'dense', ...layer, tiedTo: null, units: vocabulary },
    ],
    initialisation: 'glorot',
    reconstructs: false,
  };
}

/** Another kind of fully connected model with the same widths, activation and initialisation, or usual ones. */
export function modelOf(kind: ConnectedModelDraft['kind'], from: ModelDraft): ModelDraft {
  const { initialisation } = from;
  const activation = from.kind === 'graph' ? 'relu' : from.activation;
  const widths = from.kind === 'graph' ? [64] : from.kind === 'mlp' ? from.hidden : from.encoder;
  return kind === 'mlp' ? { kind, hidden: widths, activation, initialisation } : { kind, encoder: widths, activation, initialisation };
}

function dataOf(kind: OfferedData, from: DataDraft): DataDraft {
  const { trainExamples, testExamples } = from;
  switch (kind) {
    case 'mnist':
    case 'fashion':
    case 'curves': {
      const alike = from.kind === 'mnist' || from.kind === 'fashion' || from.kind === 'curves';
      return alike ? { kind, trainExamples, testExamples } : { kind, trainExamples: 10_000, testExamples: 2_000 };
    }
    case 'text':
      return { kind, length: 64, trainExamples: 20_000, testExamples: 500 };
    case 'names':
      return { kind, length: 32, trainExamples: 5_000, testExamples: 500 };
    case 'sequence-task':
      return { kind, task: 'reverse', length: 6, trainExamples: 20_000, testExamples: 500 };
    case 'spirals':
    case 'moons':
    case 'circles':
    case 'xor':
    case 'blobs':
    case 'wave':
      return 'noise' in from
        ? { kind, trainExamples, testExamples, noise: from.noise }
        : { kind, trainExamples: 1_000, testExamples: 500, noise: 0.1 };
    default:
      return unreachable(kind);
  }
}
