import type { Curvature } from '../curvature/curvature.ts';
import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Loss } from '../losses/loss.ts';
import type { ForwardPass, Model } from '../nn/network.ts';
import type { Guard } from './guard.ts';
import type { Report } from './report.ts';

/** What an optimiser finds when its part of a training step is traced: the forward pass on a minibatch is done. */
export interface StepTrace {
  readonly graph: Graph;
  readonly state: State;
  readonly model: Model;
  /** Flat parameters, `[model.layout.size]`. */
  readonly parameters: Variable;
  readonly inputs: Tensor;
  readonly targets: Tensor;
  readonly pass: ForwardPass;
  readonly loss: Loss;
  /** Mean loss of the minibatch, `[1]`. */
  readonly meanLoss: Tensor;
  /** u32 `[2]`: steps begun, seed. */
  readonly counter: Tensor;
  readonly guard: Guard;
  readonly report: Report;
}

/** An optimiser: traces how a step changes the parameters. */
export interface Optimizer {
  build(step: StepTrace): OptimizerProgram;
}

export interface OptimizerProgram {
  /** Whether a section of the step runs at a 1-based step number. */
  readonly isDue: (section: string, step: number) => boolean;
  readonly curvature: Curvature | null;
  /** Parameters to evaluate in place of the trained ones. */
  readonly averaged?: Variable | null;
}
