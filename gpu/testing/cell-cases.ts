import { gru } from '../ops/gru.ts';
import type { OpCase } from './op-case.ts';
import { TOLERANCES } from './tolerances.ts';

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The next state of a GRU from rows of preactivations and its state. */
export function gruStep(ofInput: Float64Array, ofState: Float64Array, before: Float64Array): Float64Array<ArrayBuffer> {
  const units = before.length;
  return before.map((value, unit) => {
    const reset = logistic(ofInput[unit]! + ofState[unit]!);
    const update = logistic(ofInput[units + unit]! + ofState[units + unit]!);
    const candidate = Math.tanh(ofInput[2 * units + unit]! + reset * ofState[2 * units + unit]!);
    return (1 - update) * candidate + update * value;
  });
}

function gruCase(cases: number, units: number): OpCase {
  return {
    inputs: [{ shape: [cases, 3 * units] }, { shape: [cases, 3 * units] }, { shape: [cases, units] }],
    apply: ([ofInput, ofState, before]) => gru(ofInput!, ofState!, before!),
    reference: ([ofInput, ofState, before]) => {
      const row = (operand: Float64Array, index: number, columns: number): Float64Array =>
        operand.subarray(index * columns, (index + 1) * columns);
      const rows = Array.from({ length: cases }, (_, index) =>
        gruStep(row(ofInput!, index, 3 * units), row(ofState!, index, 3 * units), row(before!, index, units)),
      );
      return rows.flatMap((states) => [...states]);
    },
    allowed: () => 8 * TOLERANCES.bounded.factor,
  };
}

/** Steps of recurrent cells: one unit, fewer and more than four, whole fours, no case. */
export const cellCases: Readonly<Record<string, readonly OpCase[]>> = {
  gru: [gruCase(1, 1), gruCase(2, 2), gruCase(1, 4), gruCase(3, 5), gruCase(17, 31), gruCase(8, 64), gruCase(0, 3)],
};
