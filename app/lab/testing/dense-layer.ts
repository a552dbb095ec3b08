import { WHOLE_KRONECKER } from '../../../gpu/curvature/structure.ts';
import type { ArmDescription, LayerDescription } from '../events.ts';

/** A small dense layer as an arm of an optimiser describes it. */
export function denseLayer(name: string, optimizer: ArmDescription['optimizer']): LayerDescription {
  return {
    name,
    kind: 'dense',
    use: 'dense',
    rows: 1,
    inputs: 2,
    outputs: 2,
    activation: 'tanh',
    batchNormAfter: false,
    parameters: 6,
    block:
      optimizer === 'kfac'
        ? { structure: WHOLE_KRONECKER, representation: 'factored', forwardOnly: false, bytes: 104, relativeCost: 2 }
        : null,
  };
}
