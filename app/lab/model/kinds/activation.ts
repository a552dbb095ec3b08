import { activation } from '../../../../gpu/nn/activation.ts';
import { z } from '../../schema.ts';
import { layerFields } from '../layer-fields.ts';
import { numbersOf, type LayerKind } from '../layer-kind.ts';
import { values } from '../example-shape.ts';

export const activationFunction = z.enum(['tanh', 'relu', 'sigmoid', 'gelu']);

export const activationSchema = z.strictObject({ kind: z.literal('activation'), ...layerFields, function: activationFunction });

export const planActivation: LayerKind<z.infer<typeof activationSchema>> = (spec, place) => ({
  layer: activation(place.name, spec.function),
  output: values(...numbersOf(place)),
  rows: [],
  intermediates: 0,
});
