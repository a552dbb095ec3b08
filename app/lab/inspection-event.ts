import type { Part } from '../../gpu/curvature/structure.ts';
import type { Heatmap } from './heatmap.ts';

/** The curvature block that is being looked at. */
export interface InspectionEvent {
  readonly type: 'inspection';
  readonly arm: number;
  readonly layer: number;
  readonly step: number;
  readonly lambda: number;
  /** How damping is split between A and G; null where there are not both. */
  readonly pi: number | null;
  /** What the block consists of: A and G, F, or a diagonal. */
  readonly kept: readonly KeptInspection[];
  /** What links it to the layer above; null where there is none, or blocks are not linked. */
  readonly link: LinkInspection | null;
}

export type KeptInspection = MatrixInspection | IdentityInspection | DiagonalInspection;

/** A symmetric matrix, zero outside its parts. */
export interface MatrixInspection {
  readonly kind: 'matrix';
  readonly symbol: 'A' | 'G' | 'F';
  /** Side of the whole. */
  readonly size: number;
  /** Indices of the parts in order; one that is the whole where nothing is cut. */
  readonly parts: readonly Part[];
  /** Eigenvalues of all parts, largest first. */
  readonly eigenvalues: Float64Array;
  /** What the damping adds to each eigenvalue; null where it is added to products of eigenvalues of A and G. */
  readonly damping: number | null;
  /** Condition number before and after damping. */
  readonly condition: number;
  readonly dampedCondition: number | null;
  readonly heatmap: Heatmap;
}

/** A factor that is not estimated. */
export interface IdentityInspection {
  readonly kind: 'identity';
  readonly symbol: 'G';
  readonly size: number;
}

/**
 * The diagonal of a Fisher block, laid out as the weight `[rows, columns]`: F in the basis of the weights, the last row the
 * bias; S in the eigenbasis of A and G.
 */
export interface DiagonalInspection {
  readonly kind: 'diagonal';
  readonly symbol: 'A' | 'F' | 'S';
  readonly rows: number;
  readonly columns: number;
  /** Entries, largest first: all, or 1,024 evenly spread over their order, both ends included. */
  readonly sorted: Float64Array;
  readonly damping: number;
  /** Share of all entries below the damping, 0–1. */
  readonly shareUnderDamping: number;
  readonly condition: number;
  readonly dampedCondition: number;
  readonly heatmap: Heatmap;
}

/** What a gradient is predicted from: that of the layer above, or its own of the time step before. */
export type LinkOrigin = { readonly kind: 'layer'; readonly name: string } | { readonly kind: 'step' };

/** How a gradient is predicted from another, Ψ = Ψ_A ⊗ Ψ_G. */
export interface LinkInspection {
  readonly origin: LinkOrigin;
  readonly factors: readonly LinkFactorInspection[];
}

export interface LinkFactorInspection {
  readonly symbol: 'A' | 'G';
  /** Sides of Ψ: of the factor, and of that of the origin. */
  readonly rows: number;
  readonly columns: number;
  /** Shares of the damped factor explained by the origin, 0–1, `rows` of them, largest first. */
  readonly explained: Float64Array;
  /** Of Ψ, with signs. */
  readonly heatmap: Heatmap;
}
