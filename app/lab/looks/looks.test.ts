import { describe, expect, test } from 'vitest';
import { State } from '../../../gpu/graph/state.ts';
import type { Model } from '../../../gpu/nn/network.ts';
import { testDevice } from '../../../gpu/testing/device.ts';
import { expectClose } from '../../../gpu/testing/expect-close.ts';
import { tabulate } from '../../../gpu/testing/layer-case.ts';
import { Seeded } from '../../../gpu/testing/seeded.ts';
import { attentionShares } from '../../../gpu/testing/sequence-layer-cases.ts';
import { ROUND_OFF } from '../../../gpu/testing/tolerances.ts';
import type { Task } from '../task.ts';
import { buildModel } from '../model/build-model.ts';
import { layerSchema, type LayerDraft } from '../model/layer-spec.ts';
import { planModel } from '../model/plan-model.ts';
import { attentionLayers } from '../testing/language-arm.ts';
import { LayerProbe } from './layer-probe.ts';
import type { MapsPicture } from './look.ts';
import { pictureLayer, type LayerSnapshot } from './picture-layer.ts';
import { visibleLayers, type VisibleLayer } from './visible-layer.ts';

const IMAGES: Task = { kind: 'classification', classes: 3, inputs: { kind: 'image', width: 5, height: 4, channels: 1 } };
const COLOURS: Task = { kind: 'classification', classes: 3, inputs: { kind: 'image', width: 5, height: 4, channels: 3 } };
const LETTERS: Task = {
  kind: 'language',
  inputs: { kind: 'tokens', length: 5, vocabulary: 7 },
  characters: 'abcdefg',
  scored: { start: 0, count: 5 },
};
const CONVOLUTIONS: readonly LayerDraft[] = [
  { kind: 'convolution', filters: 2, kernel: 3 },
  { kind: 'activation', function: 'relu' },
  { kind: 'dropout', rate: 0.5 },
  { kind: 'convolution', filters: 3, kernel: 3, padding: 'valid', name: 'deep' },
  { kind: 'flatten' },
  { kind: 'dense', units: 3 },
];
/** Numbers near one, sums of a few products. */
const ALLOWED = 256 * ROUND_OFF;

function modelOf(layers: readonly LayerDraft[]) {
  return { kind: 'graph', layers: layers.map((layer) => layerSchema.parse(layer)), initialisation: 'glorot', reconstructs: false } as const;
}

/** What each visible layer of a model gives for an example, by weights of a seed, biases and all. */
async function seen(layers: readonly LayerDraft[], task: Task, example: Float32Array | Uint32Array) {
  const context = await testDevice();
  const { model, loss, plan } = buildModel(modelOf(layers), task);
  const weights = new Seeded(3).uniforms(model.layout.size);
  const state = new State();
  const parameters = state.variable('parameters', [model.layout.size], weights);
  await state.allocate(context);
  const before = context.memory.liveBytes;
  const snapshots = new Map<string, LayerSnapshot>();
  const visible = visibleLayers(plan);
  for (const layer of visible) {
    const probe = await LayerProbe.create({ context, model, loss, parameters, moments: null, state }, task, layer);
    snapshots.set(layer.name, await probe.read(example));
    probe.destroy();
  }
  expect(context.memory.liveBytes).toBe(before);
  state.destroy(context);
  return { visible, snapshots, weight: (name: string) => weightOf(model, weights, name) };
}

function weightOf({ layout }: Model, weights: Float32Array, name: string): Float64Array {
  const { offset, shape } = layout.slices.find((slice) => slice.name === name)!;
  return Float64Array.from(weights.subarray(offset, offset + shape[0]! * shape[1]!));
}

/** A convolution by loops, `[height, width, channels]` → `[…, filters]`, with `pad` zeros around the image. */
function convolved(x: Float64Array, [height, width, channels]: readonly [number, number, number], weight: Float64Array, pad: number) {
  const filters = weight.length / (9 * channels + 1);
  const at = (row: number, column: number, channel: number): number =>
    row < 0 || row >= height || column < 0 || column >= width ? 0 : x[(row * width + column) * channels + channel]!;
  return tabulate([height - 2 + 2 * pad, width - 2 + 2 * pad, filters], (row, column, filter) => {
    let sum = weight[9 * channels * filters + filter]!;
    for (let tap = 0; tap < 9; tap++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = at(row - pad + Math.floor(tap / 3), column - pad + (tap % 3), channel);
        sum += value * weight[(tap * channels + channel) * filters + filter]!;
      }
    }
    return sum;
  });
}

describe('layers at work', () => {
  test('are the maps of convolutions and of what follows them, as float64 has them, with the filters', async () => {
    const image = new Seeded(1).uniforms(60, 0, 1);
    const { snapshots, weight } = await seen(CONVOLUTIONS, COLOURS, image);
    const [first, deep] = [weight('convolution 1'), weight('deep')];
    const signed = convolved(Float64Array.from(image), [4, 5, 3], first, 1);
    const rectified = signed.map((value) => Math.max(value, 0));
    expect([...snapshots.keys()]).toEqual(['convolution 1', 'activation 1', 'deep']);
    expectClose(snapshots.get('convolution 1')!.values, signed, ALLOWED);
    expectClose(snapshots.get('activation 1')!.values, rectified, ALLOWED);
    // Dropout is of training alone.
    expectClose(snapshots.get('deep')!.values, convolved(rectified, [4, 5, 2], deep, 0), ALLOWED);
    expect(Float64Array.from(snapshots.get('deep')!.weight!)).toEqual(deep);
    expect(snapshots.get('activation 1')!.weight).toBeNull();
  });

  test('are the shares by which positions look at one another, as float64 has them, in each head', async () => {
    const tokens = Uint32Array.of(3, 0, 6, 6, 2);
    const { visible, snapshots, weight } = await seen(attentionLayers(7, 4), LETTERS, tokens);
    const [table, places, norm] = [weight('embedding 1'), weight('in'), weight('layer-norm 1')];
    const embedded = tabulate([5, 4], (position, unit) => table[tokens[position]! * 4 + unit]! + places[position * 4 + unit]!);
    const normal = tabulate([5, 4], (position, unit) => {
      const row = embedded.subarray(position * 4, position * 4 + 4);
      const mean = row.reduce((sum, value) => sum + value, 0) / 4;
      const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4;
      return ((row[unit]! - mean) / Math.sqrt(variance + 1e-5)) * norm[unit]! + norm[4 + unit]!;
    });
    const sizes = { cases: 1, length: 5, units: 4, heads: 2, causal: true };
    const shares = attentionShares(normal, weight('look heads'), sizes);
    expect(visible).toMatchObject([{ kind: 'attention', name: 'look', heads: 2, length: 5, isCausal: true }]);
    expectClose(snapshots.get('look')!.values, shares, ALLOWED);
    expect(shares[1]).toBe(0);
    expect(shares[6]).toBeGreaterThan(0);
  });
});

describe('the layers that can be seen', () => {
  const named = (layers: readonly LayerDraft[], task: Task): VisibleLayer[] => [...visibleLayers(planModel(modelOf(layers), task))];

  test('tell their sizes, their signs, their filters and their weights', () => {
    expect(named(CONVOLUTIONS, IMAGES)).toEqual([
      {
        ...{ kind: 'maps', layer: 0, name: 'convolution 1', weights: [0], rows: 4, columns: 5, channels: 2, isSigned: true },
        filters: { side: 3, inputs: 1, readColours: false },
      },
      { kind: 'maps', layer: 1, name: 'activation 1', weights: [], rows: 4, columns: 5, channels: 2, isSigned: false, filters: null },
      {
        ...{ kind: 'maps', layer: 3, name: 'deep', weights: [1], rows: 2, columns: 3, channels: 3, isSigned: true },
        filters: { side: 3, inputs: 2, readColours: false },
      },
    ]);
  });

  test('have the weights of the layer that they are tied to', () => {
    const layers: readonly LayerDraft[] = [
      { kind: 'convolution', filters: 1, kernel: 3, name: 'one' },
      { kind: 'convolution', filters: 1, kernel: 3, name: 'again', tiedTo: 'one' },
      { kind: 'flatten' },
      { kind: 'dense', units: 3 },
    ];
    expect(named(layers, IMAGES).map(({ name, weights }) => [name, weights])).toEqual([
      ['one', [0]],
      ['again', [0]],
    ]);
  });

  test('have filters of colours where these are what they read', () => {
    const read = (layers: readonly LayerDraft[]) => named(layers, COLOURS).map((layer) => layer.kind === 'maps' && layer.filters);
    expect(read([...CONVOLUTIONS.slice(0, 1), ...CONVOLUTIONS.slice(3)])).toEqual([
      { side: 3, inputs: 3, readColours: true },
      { side: 3, inputs: 2, readColours: false },
    ]);
    expect(
      read([{ kind: 'pooling', reduction: 'maximum', size: 2, stride: 2 }, ...CONVOLUTIONS.slice(0, 1), ...CONVOLUTIONS.slice(4)])[1],
    ).toEqual({
      side: 3,
      inputs: 3,
      readColours: false,
    });
  });

  test('are none where there are neither images nor attention', () => {
    expect(named([{ kind: 'flatten' }, { kind: 'dense', units: 3 }], IMAGES)).toEqual([]);
  });
});

describe('the picture of a layer', () => {
  const twoInputs: VisibleLayer = {
    ...{ kind: 'maps', layer: 0, name: 'tested', weights: [0], rows: 1, columns: 2, channels: 2, isSigned: true },
    filters: { side: 1, inputs: 3, readColours: false },
  };
  // [3 inputs + 1, 2 filters]
  const snapshot = { values: Float32Array.of(1, -2, 3, -4), weight: Float32Array.of(1, 10, 2, 20, 6, 60, 0, 0) };
  const picture = (channel: number | null) => pictureLayer(twoInputs, snapshot, channel) as MapsPicture;

  test('has a map for each channel, with its signs', () => {
    expect(picture(null).maps.map(({ values }) => [...values])).toEqual([
      [1, 3],
      [-2, -4],
    ]);
  });

  test('has filters as means over the channels they read, or of one of these', () => {
    const values = (channel: number | null) => picture(channel).filters!.filters.map((filter) => [...filter.values]);
    expect(values(null)).toEqual([[3], [30]]);
    expect(values(1)).toEqual([[2], [20]]);
  });

  test('has filters of colours with their three weights at each place, or of one channel', () => {
    const colours = { ...twoInputs, filters: { side: 1, inputs: 3, readColours: true } };
    expect(pictureLayer(colours, snapshot, null)).toMatchObject({
      filters: {
        kind: 'colours',
        filters: [
          { side: 1, values: Float32Array.of(1, 2, 6) },
          { side: 1, values: Float32Array.of(10, 20, 60) },
        ],
      },
    });
    expect(pictureLayer(colours, snapshot, 2)).toMatchObject({
      filters: { kind: 'weights', filters: [{ values: Float32Array.of(6) }, { values: Float32Array.of(60) }] },
    });
  });

  test('is of the first 64 maps, each at most 128 cells wide', () => {
    const wide: VisibleLayer = { ...twoInputs, rows: 2, columns: 300, channels: 65, filters: null };
    const { maps: shown } = pictureLayer(wide, { values: new Float32Array(2 * 300 * 65), weight: null }, null) as MapsPicture;
    expect(shown).toHaveLength(64);
    expect(shown[0]).toMatchObject({ rows: 2, columns: 128 });
  });
});
