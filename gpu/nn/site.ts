import type { Tensor } from '../graph/tensor.ts';

/**
 * One use of a weight: `preactivation = [input, 1] · weight`. Layers register their sites while the forward pass is
 * traced; curvature is estimated from them.
 */
export interface Site {
  /** Name of the layer, unique in the model. */
  readonly name: string;
  /** `[inputs + 1, outputs]`, the bias as the last row. */
  readonly weight: Tensor;
  /** `[batch, inputs]`; the homogeneous coordinate is not stored. */
  readonly input: Tensor;
  /** `[batch, outputs]`. */
  readonly preactivation: Tensor;
}
