import { add } from '../../../../gpu/ops/binary.ts';
import { concatenate } from '../../../../gpu/ops/concatenate.ts';
import { ShapeError } from '../../../../gpu/runtime/errors.ts';
import { z } from '../../schema.ts';
import { describeShape, values } from '../example-shape.ts';
import { layerFields } from '../layer-fields.ts';
import { weightless, type LayerKind, type LayerPlace } from '../layer-kind.ts';

/** The sum of layers of one shape, as a residual connection is. */
export const addSchema = z.strictObject({ kind: z.literal('add'), ...layerFields });

/** Layers one after the other along the last axis. */
export const concatenateSchema = z.strictObject({ kind: z.literal('concatenate'), ...layerFields });

export const planAdd: LayerKind<z.infer<typeof addSchema>> = (_, place) => {
  const all = severalAxes(place);
  const [first, ...others] = all;
  if (others.some((axes) => axes.join() !== first!.join())) throw misfit('layers of one shape', place);
  return weightless(values(...first!), place.name, ([one, ...more]) => more.reduce((sum, other) => add(sum, other), one));
};

export const planConcatenate: LayerKind<z.infer<typeof concatenateSchema>> = (_, place) => {
  const all = severalAxes(place);
  const [positions] = all.map((axes) => axes.slice(0, -1));
  if (all.some((axes) => axes.slice(0, -1).join() !== positions!.join()))
    throw misfit('layers that differ in their last axis alone', place);
  const total = all.reduce((sum, axes) => sum + axes.at(-1)!, 0);
  return weightless(values(...positions!, total), place.name, (inputs) => concatenate(inputs, positions!.length + 1));
};

function severalAxes(place: LayerPlace): readonly (readonly number[])[] {
  const all = place.inputs.flatMap((input) => (input.kind === 'values' ? [input.axes] : []));
  if (all.length < 2 || all.length < place.inputs.length) throw misfit('two or more layers of numbers', place);
  return all;
}

function misfit(expected: string, { inputs }: LayerPlace): ShapeError {
  return new ShapeError(`expected ${expected}, got ${inputs.map(describeShape).join(' and ')}; name others in "from"`);
}
