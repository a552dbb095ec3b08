import { shaped } from '../../../../gpu/nn/rows.ts';
import { ShapeError } from '../../../../gpu/runtime/errors.ts';
import { z } from '../../schema.ts';
import { countOf, describeShape, values } from '../example-shape.ts';
import { layerFields, width } from '../layer-fields.ts';
import { numbersOf, weightless, type LayerKind } from '../layer-kind.ts';

/** All numbers of an example on one axis. */
export const flattenSchema = z.strictObject({ kind: z.literal('flatten'), ...layerFields });

/** The same numbers on other axes. */
export const reshapeSchema = z.strictObject({ kind: z.literal('reshape'), ...layerFields, axes: z.array(width).min(1).max(4) });

export const planFlatten: LayerKind<z.infer<typeof flattenSchema>> = (_, place) => {
  numbersOf(place);
  const size = countOf(place.inputs[0]);
  return weightless(values(size), place.name, ([input]) => shaped(input, [input.shape[0]!, size]));
};

export const planReshape: LayerKind<z.infer<typeof reshapeSchema>> = ({ axes }, place) => {
  numbersOf(place);
  const [input] = place.inputs;
  const output = values(...axes);
  if (countOf(output) !== countOf(input)) {
    throw new ShapeError(
      `expected axes for the ${countOf(input)} numbers of ${describeShape(input)}, got ${describeShape(output)}; choose axes whose product is ${countOf(input)}`,
    );
  }
  return weightless(output, place.name, ([x]) => shaped(x, [x.shape[0]!, ...axes]));
};
