import type { Graph } from '../graph/graph.ts';
import type { Shape, Tensor } from '../graph/tensor.ts';
import { attention } from '../nn/attention.ts';
import { batchNorm } from '../nn/batch-norm.ts';
import { embedding, learnedPositions, sinusoidalPositions } from '../nn/embedding.ts';
import type { Layer } from '../nn/layer.ts';
import { layerNorm } from '../nn/layer-norm.ts';
import { tiedOutput } from '../nn/tied-output.ts';
import { constant } from '../ops/constant.ts';
import { affineRows, layerCase, tabulate } from './layer-case.ts';
import type { OpCase } from './op-case.ts';

export interface AttentionSizes {
  readonly cases: number;
  readonly length: number;
  readonly units: number;
  readonly heads: number;
  readonly causal: boolean;
}

/** Entries of the queries (side 0), keys (1) or values (2) of a head, from inputs `[cases, length, units]` and their weight. */
type Projection = (side: 0 | 1 | 2, example: number, position: number, head: number, unit: number) => number;

function projection(x: Float64Array, weight: Float64Array, { length, units, heads }: AttentionSizes): Projection {
  const all = affineRows(x, weight, units, 3 * units);
  return (side, example, position, head, unit) =>
    all[(example * length + position) * 3 * units + side * units + (head * units) / heads + unit]!;
}

/** By how much each position looks at each other, `[cases, heads, length, length]`. */
export function attentionShares(x: Float64Array, weight: Float64Array, sizes: AttentionSizes): Float64Array {
  const { cases, length, units, heads, causal } = sizes;
  const width = units / heads;
  const entry = projection(x, weight, sizes);
  const scores = tabulate([cases, heads, length, length], (example, head, position, other) => {
    if (causal && other > position) return 0;
    let score = 0;
    for (let k = 0; k < width; k++) score += entry(0, example, position, head, k) * entry(1, example, other, head, k);
    return Math.exp(score / Math.sqrt(width));
  });
  for (let first = 0; first < scores.length; first += length) {
    const row = scores.subarray(first, first + length);
    const total = row.reduce((sum, score) => sum + score, 0);
    for (let other = 0; other < length; other++) row[other]! /= total;
  }
  return scores;
}

/** Multi-head self-attention by loops: `[cases, length, units]` and the two weights. */
export function attentionReference([x, weight, output]: readonly Float64Array[], sizes: AttentionSizes): Float64Array {
  const { cases, length, units, heads } = sizes;
  const width = units / heads;
  const entry = projection(x!, weight!, sizes);
  const shares = attentionShares(x!, weight!, sizes);
  const mixed = tabulate([cases, length, units], (example, position, column) => {
    const [head, unit] = [Math.floor(column / width), column % width];
    const row = ((example * heads + head) * length + position) * length;
    let sum = 0;
    for (let other = 0; other < length; other++) sum += shares[row + other]! * entry(2, example, other, head, unit);
    return sum;
  });
  return affineRows(mixed, output!, units, units);
}

/** Layer norm over rows of `channels` numbers, with its weight `[2, channels]`. */
export function layerNormReference([x, weight]: readonly Float64Array[], channels: number): Float64Array {
  return tabulate([x!.length / channels, channels], (row, channel) => {
    const own = x!.subarray(row * channels, (row + 1) * channels);
    const mean = own.reduce((sum, value) => sum + value, 0) / channels;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channels;
    return ((own[channel]! - mean) / Math.sqrt(variance + 1e-5)) * weight![channel]! + weight![channels + channel]!;
  });
}

/** Batch norm over rows of `channels` numbers by their moments, or others, with its weight `[2, channels]`. */
export function batchNormReference(
  [x, weight]: readonly Float64Array[],
  channels: number,
  moments?: readonly Float64Array[],
): Float64Array {
  const rows = x!.length / channels;
  const own = (channel: number): Float64Array => x!.filter((_, index) => index % channels === channel);
  const means = moments?.[0] ?? tabulate([channels], (channel) => own(channel).reduce((sum, value) => sum + value, 0) / rows);
  const variances =
    moments?.[1] ?? tabulate([channels], (channel) => own(channel).reduce((sum, value) => sum + (value - means[channel]!) ** 2, 0) / rows);
  return tabulate([rows, channels], (row, channel) => {
    const normal = (x![row * channels + channel]! - means[channel]!) / Math.sqrt(variances[channel]! + 1e-5);
    return normal * weight![channel]! + weight![channels + channel]!;
  });
}

/** Inner products of rows with those of a table `[vocabulary, units]`. */
export function tiedOutputReference([x, table]: readonly Float64Array[], vocabulary: number, units: number): Float64Array {
  return tabulate([x!.length / units, vocabulary], (row, token) => {
    let score = 0;
    for (let unit = 0; unit < units; unit++) score += x![row * units + unit]! * table![token * units + unit]!;
    return score;
  });
}

function batchNormCase(shape: Shape): OpCase {
  const channels = shape.at(-1)!;
  return layerCase(batchNorm('norm', channels), { inputs: [shape], reference: (operands) => batchNormReference(operands, channels) });
}

/** Outside training, by a mean and a variance that are given. */
function runningNormCase(shape: Shape): OpCase {
  const channels = shape.at(-1)!;
  const [mean, variance] = [0.25, 0.75];
  const moments = [mean, variance].map((value) => new Float64Array(channels).fill(value));
  const given = (graph: Graph, value: number): Tensor => constant(graph, [1, channels], new Float32Array(channels).fill(value));
  const layer: Layer = {
    ...batchNorm('norm', channels),
    apply: (inputs, weights, trace) =>
      batchNorm('norm', channels).apply(inputs, weights, {
        ...trace,
        momentsOf: () => ({ mean: given(trace.graph, mean), variance: given(trace.graph, variance) }),
      }),
  };
  return layerCase(layer, { inputs: [shape], reference: (operands) => batchNormReference(operands, channels, moments) });
}

function attentionCase(sizes: AttentionSizes): OpCase {
  const { cases, length, units, heads, causal } = sizes;
  const layer = attention('attention', { units, heads, causal, initialisation: 'glorot' });
  return layerCase(layer, { inputs: [[cases, length, units]], reference: (operands) => attentionReference(operands, sizes) });
}

function embeddingCase(cases: number, length: number, vocabulary: number, units: number): OpCase {
  const [, ...weights] = layerCase(embedding('embedding', vocabulary, units), { inputs: [[cases, length]], reference: () => [] }).inputs;
  return {
    ...layerCase(embedding('embedding', vocabulary, units), {
      inputs: [[cases, length]],
      reference: ([tokens, table]) =>
        tabulate([cases, length, units], (example, position, unit) => table![tokens![example * length + position]! * units + unit]!),
    }),
    inputs: [{ shape: [cases, length], below: vocabulary }, ...weights],
  };
}

export const sequenceLayerCases: Readonly<Record<string, readonly OpCase[]>> = {
  attention: [
    attentionCase({ cases: 1, length: 3, units: 2, heads: 1, causal: false }),
    attentionCase({ cases: 1, length: 3, units: 2, heads: 2, causal: true }),
    attentionCase({ cases: 3, length: 17, units: 12, heads: 3, causal: true }),
  ],
  layerNorm: [
    layerCase(layerNorm('norm', 3), { inputs: [[2, 3]], reference: (operands) => layerNormReference(operands, 3) }),
    layerCase(layerNorm('norm', 20), { inputs: [[3, 7, 20]], reference: (operands) => layerNormReference(operands, 20) }),
  ],
  batchNorm: [batchNormCase([2, 3]), batchNormCase([3, 2, 2, 2]), batchNormCase([5, 7, 20]), runningNormCase([3, 2])],
  embedding: [embeddingCase(2, 3, 5, 2), embeddingCase(3, 11, 7, 8)],
  tiedOutput: [
    [2, 3],
    [3, 2, 3],
  ].map((shape) =>
    layerCase(tiedOutput('scores', 5, 3), { inputs: [shape], reference: (operands) => tiedOutputReference(operands, 5, 3) }),
  ),
  learnedPositions: [
    layerCase(learnedPositions('positions', 3, 2), {
      inputs: [[2, 3, 2]],
      reference: ([x, table]) => x!.map((value, index) => value + table![index % 6]!),
    }),
  ],
  sinusoidalPositions: [
    layerCase(sinusoidalPositions('positions', 5, 4), {
      inputs: [[2, 5, 4]],
      reference: ([x]) =>
        x!.map((value, index) => {
          const [position, unit] = [Math.floor((index % 20) / 4), index % 4];
          const angle = position / 10_000 ** ((unit - (unit % 2)) / 4);
          return value + (unit % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
        }),
    }),
  ],
};
