import type { Tensor } from '../graph/tensor.ts';
import { preactivationGradients } from '../nn/site-gradients.ts';
import type { StepTrace } from './optimizer.ts';

/** The gradients of single cases that a step has anyway, not divided by the batch. */
export interface BackwardPass {
  /** Of the outputs, `[batch, D]`. */
  readonly ofOutputs: Tensor;
  /** Of the preactivations, `[batch, outputs]`, one a site. */
  readonly ofSites: readonly Tensor[];
}

/** Traces the loss of the minibatch back to every site. */
export function backwardPass({ pass, loss, targets }: StepTrace): BackwardPass {
  const ofOutputs = loss.gradient(pass.outputs, targets);
  return { ofOutputs, ofSites: preactivationGradients(pass, ofOutputs) };
}
