import type { Graph } from '../../gpu/graph/graph.ts';
import type { Tensor } from '../../gpu/graph/tensor.ts';
import type { Loss } from '../../gpu/losses/loss.ts';
import { minibatch, minibatchLabels, type RowOptions } from '../../gpu/ops/minibatch.ts';
import { ShapeError } from '../../gpu/runtime/errors.ts';
import type { UploadedSplit } from './uploaded-dataset.ts';

/**
 * Traces the gathering of a minibatch: inputs `[batchSize, features]`, and the targets the loss asks for: class
 * numbers `[batchSize]`, or the inputs themselves.
 */
export function readMinibatch(
  graph: Graph,
  { split, inputs, labels }: UploadedSplit,
  loss: Loss,
  counter: Tensor,
  rows: Omit<RowOptions, 'examples'>,
): { readonly inputs: Tensor; readonly targets: Tensor } {
  const source = split.inputs instanceof Float32Array ? 'floats' : 'bytes';
  const options = { ...rows, examples: split.count };
  const gathered = minibatch(graph.read(inputs), counter, { ...options, features: split.features, source });
  if (loss.targets === 'values') return { inputs: gathered, targets: gathered };
  if (labels === null) throw new ShapeError(`${loss.name}: expected a dataset with labels, got none; choose another model or dataset`);
  return { inputs: gathered, targets: minibatchLabels(graph.read(labels), counter, options) };
}
