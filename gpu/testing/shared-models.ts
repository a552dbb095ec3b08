import type { Shape } from '../graph/tensor.ts';
import type { Loss } from '../losses/loss.ts';
import { activation } from '../nn/activation.ts';
import { attention } from '../nn/attention.ts';
import { convolution, depthwiseConvolution } from '../nn/convolution.ts';
import { dense } from '../nn/dense.ts';
import { embedding } from '../nn/embedding.ts';
import type { Layer } from '../nn/layer.ts';
import { layerNorm } from '../nn/layer-norm.ts';
import { network, type Model, type NetworkNode } from '../nn/network.ts';
import { globalPooling } from '../nn/pooling.ts';
import { recurrent } from '../nn/recurrent.ts';
import { shaped } from '../nn/rows.ts';
import { tiedOutput } from '../nn/tied-output.ts';
import type { PatchWindow } from '../ops/window-kernels.ts';
import type { Float64Model } from './float64-model.ts';
import { patchesReference, poolReference } from './image-cases.ts';
import { affineRows, tabulate } from './layer-case.ts';
import type { ModelBatch } from './model-curvature.ts';
import { recurrentStates } from './recurrent-cases.ts';
import { attentionReference, layerNormReference, tiedOutputReference } from './sequence-layer-cases.ts';
import { Seeded } from './seeded.ts';

/** A small model with weights that a case applies many times, on one batch, and the same in float64. */
export interface SharedModel {
  readonly model: Model;
  readonly inputs: { readonly shape: Shape; readonly data: Float32Array | Uint32Array };
  /** D of the outputs `[terms, D]`. */
  readonly outputs: number;
  readonly terms: number;
  /** Drawn at random, exact in float32. */
  readonly weights: readonly Float64Array[];
  readonly model64: Float64Model;
}

interface Definition {
  readonly layers: readonly Layer[];
  /** The layer whose weights the last one uses too; it has its own when absent. */
  readonly lastTiedTo?: number;
  readonly shape: Shape;
  readonly outputs: number;
  readonly terms: number;
  /** Tokens are below this; absent for numbers. */
  readonly vocabulary?: number;
  readonly forward: (x: Float64Array, weights: readonly Float64Array[]) => ArrayLike<number>;
}

const flatten: Layer = {
  name: 'flatten',
  weights: [],
  apply: ([x]) => shaped(x, [x.shape[0]!, x.shape.slice(1).reduce((a, b) => a * b, 1)]),
};

const tanh = (x: Float64Array): Float64Array => x.map(Math.tanh);
const relu = (x: Float64Array): Float64Array => x.map((value) => Math.max(value, 0));

/** Strided and padded differently on every side. */
export const STRIDED_WINDOW: PatchWindow = { kernel: [2, 3], stride: [2, 1], padding: { top: 0, bottom: 1, left: 1, right: 1 } };
export const STRIDED_IMAGES = [2, 3, 3, 2] as const;

const DEFINITIONS: Readonly<Record<string, Definition>> = {
  'linear convolutions, every position scored': {
    layers: [
      convolution('first', { channels: 1, filters: 2, window: { kernel: [2, 2] }, initialisation: 'he' }),
      convolution('second', { channels: 2, filters: 2, window: { kernel: [1, 1] }, initialisation: 'he' }),
    ],
    shape: [2, 3, 3, 1],
    outputs: 2,
    terms: 8,
    forward: (x, [first, second]) =>
      affineRows(affineRows(patchesReference(x, [2, 3, 3, 1], { kernel: [2, 2] }), first!, 4, 2), second!, 2, 2),
  },
  'a tied linear layer on two halves': {
    layers: [dense('half', 3, 2, 'he'), flatten],
    shape: [1, 2, 3],
    outputs: 4,
    terms: 1,
    forward: (x, [half]) => affineRows(x, half!, 3, 2),
  },
  'linear convolutions under mean pooling': {
    layers: [
      convolution('first', { channels: 1, filters: 2, window: { kernel: [2, 2] }, initialisation: 'he' }),
      convolution('second', { channels: 2, filters: 2, window: { kernel: [1, 1] }, initialisation: 'he' }),
      globalPooling('mean', 'average'),
    ],
    shape: [3, 3, 3, 1],
    outputs: 2,
    terms: 3,
    forward: (x, [first, second]) =>
      poolReference(
        'average',
        affineRows(affineRows(patchesReference(x, [3, 3, 3, 1], { kernel: [2, 2] }), first!, 4, 2), second!, 2, 2),
        4,
        2,
      ),
  },
  'a strided convolution': {
    layers: [
      convolution('convolution', { channels: 2, filters: 2, window: STRIDED_WINDOW, initialisation: 'he' }),
      activation('relu', 'relu'),
      flatten,
      dense('classes', 12, 3, 'he'),
    ],
    shape: STRIDED_IMAGES,
    outputs: 3,
    terms: 2,
    forward: (x, [first, classes]) =>
      affineRows(relu(affineRows(patchesReference(x, STRIDED_IMAGES, STRIDED_WINDOW), first!, 12, 2)), classes!, 12, 3),
  },
  'a depthwise convolution': {
    layers: [
      depthwiseConvolution('depthwise', { channels: 2, window: { kernel: [2, 2] }, initialisation: 'he' }),
      activation('tanh', 'tanh'),
      flatten,
      dense('classes', 8, 3, 'he'),
    ],
    shape: [3, 3, 3, 2],
    outputs: 3,
    terms: 3,
    forward(x, [depthwise, classes]) {
      const patches = patchesReference(x, [3, 3, 3, 2], { kernel: [2, 2] });
      const filtered = tabulate([12, 2], (row, channel) => {
        let sum = depthwise![8 + channel]!;
        for (let tap = 0; tap < 4; tap++) sum += patches[(row * 4 + tap) * 2 + channel]! * depthwise![tap * 2 + channel]!;
        return sum;
      });
      return affineRows(tanh(filtered), classes!, 8, 3);
    },
  },
  'a gated recurrent net': {
    layers: [
      recurrent('gru', { cell: 'gru', inputs: 2, units: 2, steps: 3, returns: 'last', initialisation: 'glorot' }),
      dense('classes', 2, 3, 'he'),
    ],
    shape: [3, 3, 2],
    outputs: 3,
    terms: 3,
    forward(x, [input, state, classes]) {
      const all = recurrentStates('gru', [x, input!, state!], { cases: 3, steps: 3, inputs: 2, units: 2 });
      return affineRows(
        tabulate([3, 2], (example, unit) => all[(example * 3 + 2) * 2 + unit]!),
        classes!,
        2,
        3,
      );
    },
  },
  'a recurrent net scored at every step': {
    layers: [
      recurrent('rnn', { cell: 'rnn', inputs: 2, units: 3, steps: 3, returns: 'sequence', initialisation: 'glorot' }),
      dense('classes', 3, 2, 'he'),
    ],
    shape: [2, 3, 2],
    outputs: 2,
    terms: 6,
    forward: (x, [input, state, classes]) =>
      affineRows(recurrentStates('rnn', [x, input!, state!], { cases: 2, steps: 3, inputs: 2, units: 3 }), classes!, 3, 2),
  },
  'causal attention under a norm': {
    layers: [
      attention('attention', { units: 4, heads: 2, causal: true, initialisation: 'glorot' }),
      layerNorm('norm', 4),
      dense('classes', 4, 2, 'he'),
    ],
    shape: [2, 3, 4],
    outputs: 2,
    terms: 6,
    forward(x, [heads, output, norm, classes]) {
      const mixed = attentionReference([x, heads!, output!], { cases: 2, length: 3, units: 4, heads: 2, causal: true });
      return affineRows(layerNormReference([mixed, norm!], 4), classes!, 4, 2);
    },
  },
  'an embedding': {
    layers: [embedding('embedding', 4, 2), dense('classes', 2, 3, 'he')],
    shape: [5, 1],
    vocabulary: 4,
    outputs: 3,
    terms: 5,
    forward: (x, [table, classes]) =>
      affineRows(
        tabulate([5, 2], (row, unit) => table![x[row]! * 2 + unit]!),
        classes!,
        2,
        3,
      ),
  },
  'an embedding tied to the output': {
    layers: [embedding('table', 4, 2), activation('tanh', 'tanh'), tiedOutput('scores', 4, 2)],
    lastTiedTo: 0,
    shape: [2, 3],
    vocabulary: 4,
    outputs: 4,
    terms: 6,
    forward(x, [table]) {
      const rows = tabulate([6, 2], (row, unit) => Math.tanh(table![x[row]! * 2 + unit]!));
      return tiedOutputReference([rows, table!], 4, 2);
    },
  },
};

function draw({ layers, lastTiedTo, shape, outputs, terms, vocabulary, forward }: Definition, seed: number): SharedModel {
  const numbers = new Seeded(seed);
  const nodes = layers.map((layer, index): NetworkNode => {
    const node = { layer, from: [index - 1] } as const;
    return lastTiedTo !== undefined && index === layers.length - 1 ? { ...node, tiedTo: lastTiedTo } : node;
  });
  const model = network(nodes as [NetworkNode, ...NetworkNode[]]);
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = vocabulary === undefined ? numbers.normals(size) : numbers.integers(size, 0, vocabulary - 1);
  const weights = model.layout.slices.map(({ shape: [rows, columns] }) => Float64Array.from(numbers.normals(rows! * columns!, 0.7)));
  const x = Float64Array.from(data);
  return { model, inputs: { shape, data }, outputs, terms, weights, model64: (moved) => forward(x, moved) };
}

export const SHARED_MODELS: Readonly<Record<string, SharedModel>> = Object.fromEntries(
  Object.entries(DEFINITIONS).map(([name, definition], index) => [name, draw(definition, 10 + index)]),
);

/** The model with targets for a loss, drawn at random. */
export function sharedBatch({ model, inputs, outputs, terms, weights }: SharedModel, loss: Loss): ModelBatch {
  const numbers = new Seeded(99);
  const parameters = new Float32Array(model.layout.size);
  for (const [index, { offset }] of model.layout.slices.entries()) parameters.set(weights[index]!, offset);
  const targets =
    loss.targets === 'labels'
      ? { shape: [terms], data: numbers.integers(terms, 0, outputs - 1) }
      : { shape: [terms, outputs], data: numbers.normals(terms * outputs) };
  return { model, parameters, inputs, targets };
}
