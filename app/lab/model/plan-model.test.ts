import { describe, expect, test } from 'vitest';
import type { Task } from '../task.ts';
import { SpecError } from '../spec-error.ts';
import { layerSchema, type LayerDraft } from './layer-spec.ts';
import type { ModelSpec } from './model-spec.ts';
import { planLayers, planModel } from './plan-model.ts';

const digits: Task = { kind: 'classification', classes: 10, inputs: { kind: 'image', width: 28, height: 28, channels: 1 } };

function graph(layers: readonly LayerDraft[]): ModelSpec {
  return { kind: 'graph', layers: layers.map((layer) => layerSchema.parse(layer)), initialisation: 'he', reconstructs: false };
}

function plan(layers: readonly LayerDraft[], task = digits): ReturnType<typeof planModel> {
  return planModel(graph(layers), task);
}

function issueOf(layers: readonly LayerDraft[]): string {
  try {
    plan(layers);
  } catch (error) {
    if (error instanceof SpecError) return error.issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw error;
  }
  return 'none';
}

/** Windows of six characters of ten, the last three of which are scored. */
const characters: Task = {
  kind: 'language',
  inputs: { kind: 'tokens', length: 6, vocabulary: 10 },
  characters: '0123456789',
  scored: { start: 3, count: 3 },
};

describe('the layers of a model', () => {
  test('read tokens by an embedding, and give an output for every position', () => {
    const { input, layers, nodes } = plan(
      [
        { kind: 'embedding', units: 4 },
        { kind: 'dense', units: 10 },
      ],
      characters,
    );
    expect(input).toEqual({ kind: 'tokens', length: 6, vocabulary: 10 });
    expect(layers.map(({ output }) => (output.kind === 'values' ? output.axes : []))).toEqual([
      [6, 4],
      [6, 10],
    ]);
    // The data, both layers, and what cuts out the scored positions.
    expect(nodes.map(({ from }) => from)).toEqual([[-1], [0], [1], [2]]);
    expect(() => plan([{ kind: 'dense', units: 10 }], characters)).toThrow(
      'expected numbers, got 6 tokens of 10; put an "embedding" layer before it',
    );
  });

  test('pass their shapes on, and count weights, rows and parameters', () => {
    const { layers, weights } = plan([
      { kind: 'convolution', filters: 16, kernel: 3 },
      { kind: 'activation', function: 'relu' },
      { kind: 'convolution', filters: 32, kernel: 3, stride: 2 },
      { kind: 'depthwise-convolution', kernel: 5, padding: 'valid' },
      { kind: 'transposed-convolution', filters: 4, kernel: 4, stride: 2 },
      { kind: 'flatten' },
      { kind: 'dense', units: 10 },
    ]);
    expect(layers.map(({ output }) => (output.kind === 'values' ? output.axes : []))).toEqual([
      [28, 28, 16],
      [28, 28, 16],
      [14, 14, 32],
      [10, 10, 32],
      [20, 20, 4],
      [1_600],
      [10],
    ]);
    expect(weights.map(({ name, use, inputs, outputs, rows, activation }) => [name, use, inputs, outputs, rows, activation])).toEqual([
      ['convolution 1', 'dense', 9, 16, 784, 'relu'],
      ['convolution 2', 'dense', 144, 32, 196, 'linear'],
      ['depthwise-convolution 1', 'channelwise', 25, 32, 100, 'linear'],
      ['transposed-convolution 1', 'dense', 512, 4, 400, 'linear'],
      ['dense 1', 'dense', 1_600, 10, 1, 'linear'],
    ]);
    expect(layers.map(({ parameters }) => parameters)).toEqual([160, 0, 4_640, 832, 2_052, 0, 16_010]);
  });

  test('join branches, and share weights where they are tied', () => {
    const { weights, nodes } = plan([
      { kind: 'flatten' },
      { kind: 'dense', name: 'in', units: 20 },
      { kind: 'dense', name: 'once', units: 20 },
      { kind: 'dense', name: 'twice', tiedTo: 'once', units: 20 },
      { kind: 'add', from: ['in', 'twice'] },
      { kind: 'dense', units: 10 },
    ]);
    expect(weights.map(({ name }) => name)).toEqual(['in', 'once', 'dense 4']);
    expect(nodes[4]!.tiedTo).toBe(3);
    expect(nodes[5]!.from).toEqual([2, 4]);
  });

  test('that share weights count every use, also through a layer that is tied itself', () => {
    const { weights, nodes } = plan([
      { kind: 'reshape', axes: [4, 196] },
      { kind: 'dense', name: 'once', units: 196 },
      { kind: 'dense', name: 'twice', tiedTo: 'once', units: 196 },
      { kind: 'dense', name: 'thrice', tiedTo: 'twice', units: 196 },
      { kind: 'flatten' },
      { kind: 'dense', units: 10 },
    ]);
    expect(weights.map(({ name, rows }) => [name, rows])).toEqual([
      ['once', 12],
      ['dense 4', 1],
    ]);
    expect(nodes[4]!.tiedTo).toBe(2);
  });

  test('tell which weights a batch norm comes after', () => {
    const { weights } = plan([
      { kind: 'flatten' },
      { kind: 'dense', name: 'beside', units: 20 },
      { kind: 'dense', name: 'used twice', from: ['flatten 1'], units: 20 },
      { kind: 'batch-norm', name: 'norm' },
      { kind: 'add', name: 'sum', from: ['beside', 'norm'] },
      { kind: 'dense', units: 10 },
    ]);
    expect(weights.map(({ name, use, rows, batchNormAfter }) => [name, use, rows, batchNormAfter])).toEqual([
      ['beside', 'dense', 1, false],
      ['used twice', 'dense', 1, true],
      ['norm', 'channelwise', 1, false],
      ['dense 3', 'dense', 1, false],
    ]);
  });

  test('score tokens by an embedding that is named, of the width they have', () => {
    const tied = (units: number, tiedTo?: string): readonly LayerDraft[] => [
      { kind: 'embedding', name: 'table', units: 4 },
      { kind: 'dense', name: 'narrow', units },
      { kind: 'tied-output', ...(tiedTo === undefined ? {} : { tiedTo }) },
    ];
    const { weights, nodes, layers } = plan(tied(4, 'table'), characters);
    expect(weights.map(({ name, use, inputs, outputs, rows }) => [name, use, inputs, outputs, rows])).toEqual([
      ['table', 'tied-embedding', 10, 4, 12],
      ['narrow', 'dense', 4, 4, 6],
    ]);
    expect(nodes[3]!.tiedTo).toBe(1);
    expect(layers.at(-1)!.output).toEqual({ kind: 'values', axes: [6, 10] });
    expect(() => plan(tied(3, 'table'), characters)).toThrow(
      'expected the 4 numbers a position that table has, got 3; put a "dense" layer of 4 units before it, or give table 3 units',
    );
    for (const [name, got] of [
      ['narrow', '"narrow"'],
      [undefined, 'null'],
    ] as const) {
      expect(() => plan(tied(4, name), characters)).toThrow(
        `model.layers.2.tiedTo: tied-output 1: expected the name of an embedding before it, got ${got}; name table`,
      );
    }
    expect(issueOf([{ kind: 'flatten' }, { kind: 'tied-output', tiedTo: 'flatten 1' }])).toMatch(
      /got "flatten 1"; put one first, or end with a "dense" layer/,
    );
  });

  test('are planned up to the first that does not fit', () => {
    const { layers, misfit } = planLayers(
      graph([
        { kind: 'convolution', filters: 4, kernel: 3 },
        { kind: 'flatten' },
        { kind: 'pooling', reduction: 'maximum', size: 2, stride: 2 },
      ]),
      digits,
    );
    expect(layers.map(({ name }) => name)).toEqual(['convolution 1', 'flatten 1']);
    expect(misfit?.issues[0]?.path).toBe('model.layers.2');
  });

  test('that do not fit are named with what they were to get, what they got, and what to do', () => {
    expect(issueOf([{ kind: 'dense', units: 10 }])).toBe(
      'model.layers.0: dense 1: expected the last layer to give 10 for this data, got 28 × 28 × 10; add a "flatten" layer, then end with a "dense" layer of 10 units',
    );
    expect(issueOf([{ kind: 'flatten' }, { kind: 'convolution', filters: 4, kernel: 3 }])).toBe(
      'model.layers.1: convolution 1: expected an image, height × width × channels, got 784; put a "reshape" with three axes before it',
    );
    expect(issueOf([{ kind: 'convolution', filters: 4, kernel: 31, padding: 'valid' }])).toMatch(
      /convolution 1: .*expected a kernel of at most 28/,
    );
    expect(issueOf([{ kind: 'reshape', axes: [7, 7] }])).toMatch(
      /axes for the 784 numbers of 28 × 28 × 1, got 7 × 7; choose axes whose product is 784/,
    );
    expect(issueOf([{ kind: 'flatten' }, { kind: 'dense', units: 10, from: ['flaten'] }])).toBe(
      'model.layers.1.from.0: expected a layer before dense 1, got "flaten"; name one of flatten 1',
    );
    expect(issueOf([{ kind: 'flatten' }, { kind: 'dense', units: 5 }, { kind: 'dense', units: 10, tiedTo: 'dense 1' }])).toMatch(
      /layers.2.tiedTo: expected a layer with weights of 6 × 10, got dense 1 with 785 × 5/,
    );
    expect(issueOf([{ kind: 'flatten' }, { kind: 'dense', units: 5 }, { kind: 'dense', units: 10, from: ['flatten 1'] }])).toMatch(
      /layers.1: dense 1: expected a layer after it that names it/,
    );
    expect(
      issueOf([
        { kind: 'flatten', name: 'a' },
        { kind: 'dense', name: 'a', units: 10 },
      ]),
    ).toMatch(/layers.1.name: expected a name of its own, got "a"/);
    expect(issueOf([{ kind: 'recurrent', cell: 'gru', units: 8, returns: 'last' }])).toMatch(
      /expected a sequence, steps × numbers, got 28 × 28 × 1/,
    );
  });
});
