import type { Tensor } from '../graph/tensor.ts';
import type { StepTrace } from './optimizer.ts';

/** What both kinds of step start from. */
export interface StepProblem {
  readonly step: StepTrace;
  /** F̆⁻¹∇h, flat. */
  readonly direction: Tensor;
  /** The update before, flat; zeros at first. */
  readonly update: Tensor;
  /** `[1]`. */
  readonly lambda: Tensor;
  /** u32, not 0 where a factor could not be inverted. */
  readonly pivots: Tensor;
}
