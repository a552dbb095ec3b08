import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Site } from '../nn/site.ts';
import type { CurvatureBlock, GradientSource } from './block.ts';
import type { DampedInverses, RefreshInputs } from './damped-inverses.ts';
import type { FactorLayout } from './factor-layout.ts';
import type { InverseSettings } from './inverse-settings.ts';
import type { Links } from './links.ts';
import type { Sample } from './moving-average.ts';
import type { PreconditionProblem, PreconditionRoute } from './precondition.ts';
import type { RefreshShare } from './refresh-schedule.ts';

/**
 * How Kronecker blocks are damped and inverted.
 * `factored`: each factor with its share of the damping; `eigenbasis`: their product, exactly, in the basis of its
 * eigenvectors; `ekfac`: there too, with second moments of gradients for eigenvalues; `tridiagonal`: factored, and every
 * layer linked to its neighbours.
 */
export type Representation = 'factored' | 'eigenbasis' | 'ekfac' | 'tridiagonal';

/** What every representation is made from. */
export interface RepresentationParts {
  readonly state: State;
  readonly layout: FactorLayout;
  /** Flat averages of all matrices. */
  readonly factors: Variable;
  /** λ + η of the last refresh, `[1]`. */
  readonly strength: Variable;
  /** Largest decay of averages. */
  readonly decay: number;
  readonly inverses: InverseSettings;
}

/** Flat matrices that are laid out like the factors and made of them. */
export interface DerivedMatrices {
  readonly kind: 'inverse' | 'eigenvectors';
  readonly variable: Variable;
}

/** The blocks of all weights of a model in one representation: all that differs from one representation to another. */
export interface ModelBlocks {
  /** One for each weight. */
  readonly blocks: readonly CurvatureBlock[];
  /** Of the matrices that this representation inverts. */
  readonly inverses: DampedInverses;
  /** u32, not 0 where a matrix could not be inverted, or solved, the last time. */
  readonly status: Variable;
  readonly derived: readonly DerivedMatrices[];
  /** Between neighbouring layers; null where blocks know nothing of each other. */
  readonly links: Links | null;
  /** Counts a sample for averages that move at a pace of their own; it is not the last to look at the verdict. */
  advance(graph: Graph, sample: Omit<Sample, 'isLast'>): void;
  /** Moves what depends on inputs alone; `coefficients` `[2]` are decay and weight. */
  updateInputs(graph: Graph, sites: readonly Site[], coefficients: Tensor): void;
  /** Moves what depends on preactivation gradients, one set of an estimation that may have many. */
  updateGradients(graph: Graph, sites: readonly Site[], gradients: readonly Tensor[], coefficients: Tensor): void;
  /** Solves for the eigenbases of the factors as they are, where there are any. */
  solveBases(graph: Graph): void;
  /** Turns the eigenbases towards the factors as they are. */
  turnBases(graph: Graph): void;
  /** Damps and inverts the matrices of a share, and renews what is made of inverses. */
  refresh(graph: Graph, inputs: RefreshInputs, share: RefreshShare): void;
  /** The cheapest thing that the inverse of a weight's block can be applied to. */
  route(index: number, problem: PreconditionProblem): PreconditionRoute;
  /** F̆⁻¹∇h of all weights, each `[inputs + 1, outputs]`. */
  precondition(graph: Graph, sources: readonly GradientSource[]): readonly Tensor[];
}
