import type { Estimation } from '../curvature/estimation.ts';
import type { BlockStructure } from '../curvature/structure.ts';

/** K-FAC's choices; each mode is a union, so that what does not apply cannot be set. */
export interface KfacSettings {
  readonly estimation: Estimation;
  /** One for each weight; whole Kronecker blocks when absent. */
  readonly structures?: readonly BlockStructure[];
  readonly step: KfacStep;
  readonly damping: KfacDamping;
  /** Largest decay of the factor averages. */
  readonly decay: number;
  /** T₁: steps between updates of the factors. */
  readonly statisticsEvery: number;
  /** T₃: steps between inversions; the first three steps invert too (Martens & Grosse 2015, §8). */
  readonly inverseEvery: number;
  /** L2 coefficient η of ½η‖θ‖². */
  readonly weightDecay: number;
}

export type KfacStep =
  /** Given rate and momentum; the update is scaled down until lr² Σ update·gradient ≤ klClip. */
  | { readonly kind: 'fixed'; readonly learningRate: number; readonly momentum: number; readonly klClip: number | null }
  /** Rate and momentum solved from the exact quadratic model (§6.4, §7). */
  | { readonly kind: 'quadratic-model' };

export type KfacDamping =
  | { readonly kind: 'fixed'; readonly lambda: number }
  /** Adapted by the reduction ratio (§6.5); needs the quadratic model. */
  | { readonly kind: 'levenberg-marquardt'; readonly lambda: number };
