import { recurrent, type RecurrentCell } from '../nn/recurrent.ts';
import { gruStep, logistic } from './cell-cases.ts';
import { affineRows, layerCase, tabulate } from './layer-case.ts';
import type { OpCase } from './op-case.ts';

export interface RecurrentSizes {
  readonly cases: number;
  readonly steps: number;
  readonly inputs: number;
  readonly units: number;
}

const GATES: Readonly<Record<RecurrentCell, number>> = { rnn: 1, gru: 3, lstm: 4 };

/** All states `[cases, steps, units]`, unit by unit. */
export function recurrentStates(cell: RecurrentCell, [x, ofInput, ofState]: readonly Float64Array[], sizes: RecurrentSizes): Float64Array {
  const { cases, steps, inputs, units } = sizes;
  const columns = GATES[cell] * units;
  const result = new Float64Array(cases * steps * units);
  for (let example = 0; example < cases; example++) {
    let hidden = new Float64Array(units);
    let memory = new Float64Array(units);
    for (let step = 0; step < steps; step++) {
      const start = (example * steps + step) * inputs;
      const fromInput = affineRows(x!.slice(start, start + inputs), ofInput!, inputs, columns);
      const fromState = affineRows(hidden, ofState!, units, columns);
      const gate = (number: number, unit: number): number => fromInput[number * units + unit]! + fromState[number * units + unit]!;
      switch (cell) {
        case 'rnn':
          hidden = hidden.map((_, unit) => Math.tanh(gate(0, unit)));
          break;
        case 'gru':
          hidden = gruStep(fromInput, fromState, hidden);
          break;
        case 'lstm':
          memory = memory.map((value, unit) => logistic(gate(1, unit)) * value + logistic(gate(0, unit)) * Math.tanh(gate(3, unit)));
          hidden = memory.map((value, unit) => logistic(gate(2, unit)) * Math.tanh(value));
          break;
      }
      result.set(hidden, (example * steps + step) * units);
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
