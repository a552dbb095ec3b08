import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Site } from '../nn/site.ts';
import type { BlockLayout } from './factor-layout.ts';
import type { PreconditionProblem, PreconditionRoute } from './precondition.ts';

/** What the mean gradient of a weight is made of: Āᵀ g / terms. */
export interface Signals {
  readonly site: Site;
  /** Preactivation gradients of single terms of the loss, `[rows, outputs]`; flat for both uses of a tied embedding. */
  readonly gradients: Tensor;
}

/** What a block's inverse is applied to, by the route that costs less. */
export type GradientSource =
  | { readonly route: 'gradient'; readonly gradient: Tensor }
  | { readonly route: 'signals'; readonly signals: Signals };

/** The curvature of one weight `[inputs + 1, outputs]`: how it is estimated and how its inverse is applied. */
export interface CurvatureBlock {
  readonly layout: BlockLayout;
  /**
   * An average that is a diagonal: that of F, `[inputs + 1, outputs]`, S in an eigenbasis, likewise, or the frequencies of tokens,
   * `[vocabulary]`.
   */
  readonly entries: Variable | null;
  /** Moves what depends on the inputs alone; `coefficients` `[2]` are decay and weight. */
  updateInputs(graph: Graph, site: Site, coefficients: Tensor): void;
  /** Moves what depends on gradients, one set of an estimation that may have many. */
  updateGradients(graph: Graph, signals: Signals, coefficients: Tensor): void;
  /** Renews what it keeps beside its damped inverses, as they are renewed; absent where there is nothing. */
  renew?(graph: Graph): void;
  /** Whether the inverse is applied to the mean gradient or to the signals it is made of. */
  route(problem: PreconditionProblem): PreconditionRoute;
  /** U = F̆⁻¹ ∇W̄. */
  preconditionGradient(graph: Graph, gradient: Tensor): Tensor;
  /** The same from signals. */
  preconditionSignals(graph: Graph, signals: Signals): Tensor;
}
