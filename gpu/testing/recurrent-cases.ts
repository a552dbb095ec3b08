import { recurrent, type RecurrentCell } from '../nn/recurrent.ts';
import { gruStep, lstmStep, type CellStep } from './cell-cases.ts';
import { affineRows, layerCase, tabulate } from './layer-case.ts';
import type { OpCase } from './op-case.ts';

export interface RecurrentSizes {
  readonly cases: number;
  readonly steps: number;
  readonly inputs: number;
  readonly units: number;
}

const CELLS = {
  rnn: { gates: 1, kept: 1, step: (ofInput, ofState) => Float64Array.from(ofInput, (value, unit) => Math.tanh(value + ofState[unit]!)) },
  gru: { gates: 3, kept: 1, step: gruStep },
  lstm: { gates: 4, kept: 2, step: lstmStep },
} as const satisfies Readonly<Record<RecurrentCell, { readonly gates: number; readonly kept: number; readonly step: CellStep }>>;

/** All states `[cases, steps, units]`, unit by unit. */
export function recurrentStates(cell: RecurrentCell, [x, ofInput, ofState]: readonly Float64Array[], sizes: RecurrentSizes): Float64Array {
  const { cases, steps, inputs, units } = sizes;
  const { gates, kept, step: next } = CELLS[cell];
  const columns = gates * units;
  const result = new Float64Array(cases * steps * units);
  for (let example = 0; example < cases; example++) {
    let state = new Float64Array(kept * units);
    for (let step = 0; step < steps; step++) {
      const start = (example * steps + step) * inputs;
      const fromInput = affineRows(x!.slice(start, start + inputs), ofInput!, inputs, columns);
      const fromState = affineRows(state.slice(0, units), ofState!, units, columns);
      state = next(fromInput, fromState, state);
      result.set(state.subarray(0, units), (example * steps + step) * units);
    }
  }
  return result;
}

function recurrentCase(cell: RecurrentCell, returns: 'sequence' | 'last', sizes: RecurrentSizes): OpCase {
  const { cases, steps, inputs, units } = sizes;
  const layer = recurrent('recurrent', { cell, inputs, units, steps, returns, initialisation: 'glorot' });
  return layerCase(layer, {
    inputs: [[cases, steps, inputs]],
    reference(operands) {
      const all = recurrentStates(cell, operands, sizes);
      return returns === 'sequence' ? all : tabulate([cases, units], (example, unit) => all[((example + 1) * steps - 1) * units + unit]!);
    },
  });
}

const SMALL: RecurrentSizes = { cases: 2, steps: 3, inputs: 2, units: 2 };
const SIZES: readonly RecurrentSizes[] = [SMALL, { cases: 1, steps: 1, inputs: 1, units: 1 }, { cases: 5, steps: 7, inputs: 3, units: 17 }];

export const recurrentCases: Readonly<Record<string, readonly OpCase[]>> = Object.fromEntries(
  (['rnn', 'gru', 'lstm'] as const).map((cell) => [
    cell,
    [...SIZES.map((sizes) => recurrentCase(cell, 'sequence', sizes)), recurrentCase(cell, 'last', SMALL)],
  ]),
);
