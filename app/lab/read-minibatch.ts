import type { Graph } from '../../gpu/graph/graph.ts';
import type { Tensor } from '../../gpu/graph/tensor.ts';
import type { Loss } from '../../gpu/losses/loss.ts';
import { minibatch, minibatchLabels, minibatchTokens, type RowOptions } from '../../gpu/ops/minibatch.ts';
import { ShapeError } from '../../gpu/runtime/errors.ts';
import type { TextSplit } from './dataset.ts';
import type { UploadedSplit } from './uploaded-dataset.ts';

/** Inputs of a batch and what the loss compares the outputs with. */
interface Minibatch {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

/**
 * Traces the gathering of a minibatch: inputs `[batchSize, features]`, and the targets the loss asks for: class
 * numbers `[batchSize]`, numbers to be told `[batchSize, columns]`, or the inputs themselves. Of a text, tokens `[batchSize, length]` and those that come next,
 * `[batchSize · scored positions]`.
 */
export function readMinibatch(
  graph: Graph,
  { split, inputs, labels, targets }: UploadedSplit,
  loss: Loss,
  counter: Tensor,
  rows: Omit<RowOptions, 'examples'>,
): Minibatch {
  if ('tokens' in split) return readWindows(graph, graph.read(inputs), split, counter, rows);
  const source = split.inputs instanceof Float32Array ? 'floats' : 'bytes';
  const options = { ...rows, examples: split.count };
  const gathered = minibatch(graph.read(inputs), counter, { ...options, features: split.features, source });
  if (loss.targets === 'values') {
    if (split.targets === undefined || targets === null) return { inputs: gathered, targets: gathered };
    const numbers = { ...options, features: split.targets.columns.length, source: 'floats' } as const;
    return { inputs: gathered, targets: minibatch(graph.read(targets), counter, numbers) };
  }
  if (labels === null) throw new ShapeError(`${loss.name}: expected a dataset with labels, got none; choose another model or dataset`);
  return { inputs: gathered, targets: minibatchLabels(graph.read(labels), counter, options) };
}

function readWindows(
  graph: Graph,
  text: Tensor,
  { count: examples, length, hop, scored }: TextSplit,
  counter: Tensor,
  rows: Omit<RowOptions, 'examples'>,
): Minibatch {
  const options = { ...rows, examples, hop };
  const next = minibatchTokens(text, counter, { ...options, length: scored.count, start: scored.start + 1 });
  return {
    inputs: minibatchTokens(text, counter, { ...options, length }),
    targets: graph.reshape(next, [rows.batchSize * scored.count]),
  };
}
