import type { Shape, Tensor } from '../graph/tensor.ts';
import type { Initialisation } from './initialise.ts';
import type { Site } from './site.ts';

/** A weight a layer declares. */
export interface WeightDeclaration {
  /** `[inputs + 1, outputs]`, the bias as the last row. */
  readonly shape: Shape;
  readonly initialisation: Initialisation;
}

/** One stage of a model. */
export interface Layer {
  readonly name: string;
  readonly weight: WeightDeclaration | null;
  /** Traces the forward pass; `weight` is what the layer declared. `register` tells where a weight is used. */
  apply(input: Tensor, weight: Tensor | null, register: (site: Site) => void): Tensor;
}
