import type { Representation } from '../curvature/representation.ts';
import type { Estimation } from '../curvature/estimation.ts';
import type { BlockStructure } from '../curvature/structure.ts';
import type { RateSchedule } from './learning-rate.ts';
import type { InverseSettings } from '../curvature/inverse-settings.ts';
import type { Period } from './period.ts';

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
  readonly statisticsEvery: Period;
  /** Share (0, 1] of the minibatch that the factors are estimated on; all when absent (τ₁ of Martens & Grosse 2015, §8). */
  readonly statisticsFraction?: number;
  /** T₃: steps between inversions; the first three steps invert too (§8). */
  readonly inverseEvery: Period;
  /** How Kronecker blocks are damped and inverted; `factored` when absent. */
  readonly representation?: Representation;
  /** Steps between full eigen-solves, on steps that invert; between them bases turn by one orthogonal iteration. */
  readonly basisEvery?: Period;
  /** Decay of the average of iterates that is evaluated in place of the last one (§8); null or absent for none. */
  readonly iterateDecay?: number | null;
  /** How and which matrices are inverted; Cholesky of all when absent. */
  readonly inverses?: InverseSettings;
  /** L2 coefficient η of ½η‖θ‖². */
  readonly weightDecay: number;
}

export type KfacStep =
  /** Given rate and momentum; the update is scaled down until lr² Σ update·gradient ≤ klClip. */
  | {
      readonly kind: 'fixed';
      readonly learningRate: number;
      /** Constant when absent. */
      readonly schedule?: RateSchedule;
      readonly momentum: number;
      readonly klClip: number | null;
    }
  /**
   * Rate and momentum solved from the exact quadratic model (§6.4, §7), whose curvature may come from a share (0, 1] of
   * the minibatch; all when absent (τ₂ of §8).
   */
  | { readonly kind: 'quadratic-model'; readonly fraction?: number };

export type KfacDamping =
  | { readonly kind: 'fixed'; readonly lambda: number }
  /** From `lambda` to `finalLambda` by equal factors over `steps`, then constant. */
  | { readonly kind: 'scheduled'; readonly lambda: number; readonly finalLambda: number; readonly steps: number }
  /**
   * Adapted by the reduction ratio (§6.5); needs the quadratic model. γ, the damping of the factors, is √(λ + η), or
   * searched for by itself (§6.6).
   */
  | { readonly kind: 'levenberg-marquardt'; readonly lambda: number; readonly gamma?: 'tied' | 'searched' };
