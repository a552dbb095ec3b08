import { dense } from '../nn/dense.ts';
import { imageCases } from './image-cases.ts';
import { affineRows, layerCase } from './layer-case.ts';
import type { OpCase } from './op-case.ts';
import { recurrentCases } from './recurrent-cases.ts';
import { sequenceLayerCases } from './sequence-layer-cases.ts';

/** Every layer with weights or structure of its own, by the name of the function that makes it. */
export const LAYER_CASES: Readonly<Record<string, readonly OpCase[]>> = {
  dense: [
    [2, 3],
    [2, 3, 3],
    [1, 2, 2, 3],
  ].map((shape) =>
    layerCase(dense('dense', 3, 2, 'glorot'), { inputs: [shape], reference: ([x, weight]) => affineRows(x!, weight!, 3, 2) }),
  ),
  ...imageCases,
  ...recurrentCases,
  ...sequenceLayerCases,
};
