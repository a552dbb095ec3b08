import type { Shape } from '../graph/tensor.ts';
import type { Estimation } from '../curvature/estimation.ts';
import type { WeightSharing } from '../curvature/structure.ts';
import { activation } from '../nn/activation.ts';
import { attention } from '../nn/attention.ts';
import { convolution } from '../nn/convolution.ts';
import { dense } from '../nn/dense.ts';
import type { Layer } from '../nn/layer.ts';
import { layerNorm } from '../nn/layer-norm.ts';
import { network, sequential, type Model, type NetworkNode } from '../nn/network.ts';
import { globalPooling } from '../nn/pooling.ts';
import { shaped } from '../nn/rows.ts';
import { add } from '../ops/binary.ts';
import convolutions from './fixtures/curvlinops-shared-convolutions.json?raw';
import pooled from './fixtures/curvlinops-shared-pooled.json?raw';
import transformerPooled from './fixtures/curvlinops-shared-transformer-pooled.json?raw';
import transformerPositions from './fixtures/curvlinops-shared-transformer-positions.json?raw';
import type { ModelBatch } from './model-curvature.ts';
import { flatten } from './reference-problem.ts';

/** What curvlinops computes of a model whose weights a case applies many times; `bench/reference/README.md` says how it is mapped. */
export interface SharedFixture {
  readonly source: string;
  readonly name: string;
  /** Damping of the directions. */
  readonly lambda: number;
  /** Of the inputs, the cases first. */
  readonly shape: Shape;
  readonly inputs: readonly number[];
  /** Class numbers, those of a case together. */
  readonly targets: readonly number[];
  /** All by weights, flat. */
  readonly weights: readonly (readonly number[])[];
  /** Of the mean loss. */
  readonly gradient: readonly (readonly number[])[];
  readonly noise: readonly (readonly number[])[];
  /** The Gauss–Newton matrix times the noise. */
  readonly ggnNoise: readonly (readonly number[])[];
  /** Gauss–Newton blocks `[channels, 2, 2]` of each layer norm. */
  readonly norms: readonly (readonly number[])[];
  readonly estimates: readonly SharedEstimate[];
}

export interface SharedEstimate {
  readonly estimation: Estimation;
  readonly sharing: WeightSharing;
  /** One for each weight, null for a layer norm. */
  readonly blocks: readonly (SharedBlock | null)[];
}

export interface SharedBlock {
  readonly a: readonly number[];
  /** The diagonal blocks of G that there are: of queries, keys and values each, whole otherwise. */
  readonly g: readonly (readonly number[])[];
  /** The gradient times the inverse with factored Tikhonov damping; null where the library has several layers for a weight. */
  readonly direction: readonly number[] | null;
}

const initialisation = 'glorot';

const flat: Layer = {
  name: 'flatten',
  weights: [],
  apply: ([x]) => shaped(x, [x.shape[0]!, x.shape.slice(1).reduce((a, b) => a * b, 1)]),
};

const sum: Layer = { name: 'add', weights: [], apply: ([x, y]) => add(x, y!) };

/** A transformer block and what makes classes of its result. */
function transformer(top: readonly Layer[]): Model {
  const nodes: [NetworkNode, ...NetworkNode[]] = [
    { layer: layerNorm('first norm', 6), from: [-1] },
    { layer: attention('attention', { units: 6, heads: 2, causal: false, initialisation }), from: [0] },
    { layer: sum, from: [-1, 1] },
    { layer: layerNorm('second norm', 6), from: [2] },
    { layer: dense('wide', 6, 8, initialisation), from: [3] },
    { layer: activation('tanh', 'tanh'), from: [4] },
    { layer: dense('narrow', 8, 6, initialisation), from: [5] },
    { layer: sum, from: [2, 6] },
  ];
  for (const layer of top) nodes.push({ layer, from: [nodes.length - 1] });
  return network(nodes);
}

const MODELS: Readonly<Record<string, Model>> = {
  convolutions: sequential([
    convolution('first', {
      ...{ channels: 2, filters: 3, initialisation },
      window: { kernel: [3, 2], stride: [2, 1], padding: { top: 1, bottom: 1, left: 1, right: 1 } },
    }),
    activation('tanh', 'tanh'),
    convolution('second', { channels: 3, filters: 4, window: { kernel: [2, 2] }, initialisation }),
    flat,
    dense('classes', 32, 3, initialisation),
  ]),
  pooled: sequential([
    convolution('first', { channels: 1, filters: 3, window: { kernel: [3, 3] }, initialisation }),
    activation('tanh', 'tanh'),
    convolution('second', {
      ...{ channels: 3, filters: 4, initialisation },
      window: { kernel: [2, 2], padding: { top: 1, bottom: 1, left: 1, right: 1 } },
    }),
    globalPooling('mean', 'average'),
    dense('classes', 4, 3, initialisation),
  ]),
  'transformer-pooled': transformer([globalPooling('mean', 'average'), dense('classes', 6, 3, initialisation)]),
  'transformer-positions': transformer([dense('classes', 6, 3, initialisation)]),
};

export const sharedFixtures: readonly SharedFixture[] = [convolutions, pooled, transformerPooled, transformerPositions].map(
  (text) => JSON.parse(text) as SharedFixture,
);

/** The engine's model on the fixture's batch. */
export function batchOf({ name, shape, inputs, targets, weights }: SharedFixture): ModelBatch {
  const model = MODELS[name]!;
  return {
    model,
    parameters: flatten(model.layout, weights),
    inputs: { shape, data: Float32Array.from(inputs) },
    targets: { shape: [targets.length], data: Uint32Array.from(targets) },
  };
}
