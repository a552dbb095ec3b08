import { recurrent } from '../../../../gpu/nn/recurrent.ts';
import { ShapeError } from '../../../../gpu/runtime/errors.ts';
import { z } from '../../schema.ts';
import { values } from '../example-shape.ts';
import { layerFields, tieField, width } from '../layer-fields.ts';
import { axesOf, type LayerKind } from '../layer-kind.ts';

/** Gates of a cell, and tensors that a time step makes for each unit. */
const SIZES = { rnn: { gates: 1, made: 2 }, gru: { gates: 3, made: 3 }, lstm: { gates: 4, made: 6 } } as const;

/** A state that goes along a sequence `steps × numbers`. */
export const recurrentSchema = z.strictObject({
  kind: z.literal('recurrent'),
  ...layerFields,
  ...tieField,
  cell: z.enum(['rnn', 'gru', 'lstm']),
  units: width,
  /** Every state, `steps × units`, or the last one, `units`. */
  returns: z.enum(['sequence', 'last']),
});

const MOST_STEPS = 256;

export const planRecurrent: LayerKind<z.infer<typeof recurrentSchema>> = ({ cell, units, returns }, place) => {
  const remedy = 'put a "reshape" with two axes before it, or an "embedding" where the data are tokens';
  const [steps, inputs] = axesOf(place, 'a sequence, steps × numbers', remedy, 2) as readonly [number, number];
  if (steps > MOST_STEPS) {
    throw new ShapeError(`expected at most ${MOST_STEPS} steps, which are unrolled into one program, got ${steps}; shorten the sequence`);
  }
  return {
    layer: recurrent(place.name, { cell, inputs, units, steps, returns, initialisation: place.initialisation }),
    output: returns === 'sequence' ? values(steps, units) : values(units),
    rows: [steps, steps],
    intermediates: steps * units * (2 * SIZES[cell].gates + SIZES[cell].made),
  };
};
