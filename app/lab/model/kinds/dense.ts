import { dense } from '../../../../gpu/nn/dense.ts';
import { z } from '../../schema.ts';
import { values } from '../example-shape.ts';
import { layerFields, tieField, width } from '../layer-fields.ts';
import { numbersOf, type LayerKind } from '../layer-kind.ts';

/** Fully connected on the last axis; other axes are positions that share the weight. */
export const denseSchema = z.strictObject({ kind: z.literal('dense'), ...layerFields, ...tieField, units: width });

export const planDense: LayerKind<z.infer<typeof denseSchema>> = ({ units }, place) => {
  const axes = numbersOf(place);
  const positions = axes.slice(0, -1);
  return {
    layer: dense(place.name, axes.at(-1)!, units, place.initialisation),
    output: values(...positions, units),
    rows: [positions.reduce((product, extent) => product * extent, 1)],
    intermediates: 0,
  };
};
