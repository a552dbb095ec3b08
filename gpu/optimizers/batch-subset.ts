import type { Tensor } from '../graph/tensor.ts';
import type { ForwardPass } from '../nn/network.ts';
import { slice } from '../ops/slice.ts';
import type { StepTrace } from './optimizer.ts';

/** The first cases of a minibatch, which is in random order. */
export interface BatchSubset {
  readonly pass: ForwardPass;
  /** The rows of a tensor over the whole batch that belong to these cases, of which each may have several. */
  readonly rows: (whole: Tensor) => Tensor;
}

/**
 * A forward pass of its own on a fraction (0, 1] of the batch; of all of it, the one that is there. Layers that normalise over the
 * batch take the moments of these cases.
 */
export function batchSubset({ graph, model, parameters, inputs, pass, counter }: StepTrace, fraction: number): BatchSubset {
  const cases = Math.max(1, Math.round(fraction * inputs.shape[0]!));
  const all = inputs.shape[0]!;
  const rows = (whole: Tensor): Tensor => slice(whole, 0, 0, (cases * whole.shape[0]!) / all);
  if (cases === all) return { pass, rows };
  return { pass: model.apply(graph, parameters, rows(inputs), { kind: 'training', counter }), rows };
}
