import { gru, lstm } from '../ops/gated-cells.ts';
import type { OpCase } from './op-case.ts';
import { TOLERANCES } from './tolerances.ts';

/** The next state of one case, in float64. */
export type CellStep = (ofInput: Float64Array, ofState: Float64Array, before: Float64Array) => Float64Array<ArrayBuffer>;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Of a GRU, from rows of preactivations and its state. */
export const gruStep: CellStep = (ofInput, ofState, before) => {
  const units = before.length;
  return Float64Array.from(before, (value, unit) => {
    const reset = logistic(ofInput[unit]! + ofState[unit]!);
    const update = logistic(ofInput[units + unit]! + ofState[units + unit]!);
    const candidate = Math.tanh(ofInput[2 * units + unit]! + reset * ofState[2 * units + unit]!);
    return (1 - update) * candidate + update * value;
  });
};

/** Of an LSTM, whose state is hidden units, then memory. */
export const lstmStep: CellStep = (ofInput, ofState, before) => {
  const units = before.length / 2;
  const gate = (number: number, unit: number): number => ofInput[number * units + unit]! + ofState[number * units + unit]!;
  const memory = before
    .slice(units)
    .map((value, unit) => logistic(gate(1, unit)) * value + logistic(gate(0, unit)) * Math.tanh(gate(3, unit)));
  return Float64Array.of(...memory.map((value, unit) => logistic(gate(2, unit)) * Math.tanh(value)), ...memory);
};

const CELLS = {
  gru: { gates: 3, kept: 1, apply: gru, step: gruStep },
  lstm: { gates: 4, kept: 2, apply: lstm, step: lstmStep },
} as const;

function cellCase(cell: keyof typeof CELLS, cases: number, units: number): OpCase {
  const { gates, kept, apply, step } = CELLS[cell];
  const shapes = [gates, gates, kept].map((columns) => [cases, columns * units] as const);
  return {
    inputs: shapes.map((shape) => ({ shape })),
    apply: ([ofInput, ofState, before]) => apply(ofInput!, ofState!, before!),
    reference: (operands) => {
      const rows = Array.from({ length: cases }, (_, row) => {
        const [ofInput, ofState, before] = operands.map((operand, index) => {
          const columns = shapes[index]![1];
          return operand.subarray(row * columns, (row + 1) * columns);
        });
        return step(ofInput!, ofState!, before!);
      });
      return rows.flatMap((states) => [...states]);
    },
    // A handful of functions within their bound, their slopes and states at most two.
    allowed: () => 8 * TOLERANCES.bounded.factor,
  };
}

/** Cases and units: one, fewer and more than the four of an invocation, whole fours, none. */
const SIZES = [
  [1, 1],
  [2, 2],
  [3, 5],
  [17, 31],
  [8, 64],
  [0, 3],
] as const;

/** Time steps of gated recurrent cells. */
export const cellCases: Readonly<Record<string, readonly OpCase[]>> = Object.fromEntries(
  (['gru', 'lstm'] as const).map((cell) => [cell, SIZES.map(([cases, units]) => cellCase(cell, cases, units))]),
);
