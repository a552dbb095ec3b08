import type { Tensor } from '../graph/tensor.ts';
import { add } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { zeros } from '../ops/constant.ts';
import { gru, lstm } from '../ops/gated-cells.ts';
import { matmul } from '../ops/matmul.ts';
import { slice } from '../ops/slice.ts';
import { tanh } from '../ops/unary.ts';
import type { Initialisation } from './initialise.ts';
import type { Layer } from './layer.ts';
import { ShapeError } from '../runtime/errors.ts';
import { onRows } from './rows.ts';

/**
 * What happens at a time step.
 * `rnn`: h ← tanh(s) (Elman 1990);
 * `gru`: gates r, z and the candidate n = tanh(s_n + r ∘ u_n), h ← n + z ∘ (h − n) (Cho et al. 2014, the gate after the product);
 * `lstm`: gates i, f, o and the candidate g, c ← f ∘ c + i ∘ g, h ← o ∘ tanh(c) (Hochreiter & Schmidhuber 1997, with forget gates).
 */
export type RecurrentCell = 'rnn' | 'gru' | 'lstm';

interface CellRule {
  /** Blocks of `units` columns in the preactivations: gates and candidates. */
  readonly gates: number;
  /** Numbers of the state for each unit; the first `units` columns of it are the output. */
  readonly kept: number;
  /** The next state `[cases, kept · units]` from the preactivations that input and state make, each `[cases, gates · units]`. */
  readonly next: (ofInput: Tensor, ofState: Tensor, before: Tensor) => Tensor;
}

const CELLS: Readonly<Record<RecurrentCell, CellRule>> = {
  rnn: { gates: 1, kept: 1, next: (ofInput, ofState) => tanh(add(ofInput, ofState)) },
  gru: { gates: 3, kept: 1, next: gru },
  lstm: { gates: 4, kept: 2, next: lstm },
};

export interface RecurrentOptions {
  readonly cell: RecurrentCell;
  readonly inputs: number;
  readonly units: number;
  /** Time steps of a sequence. */
  readonly steps: number;
  /** Whether every state is the result, `[cases, steps, units]`, or the last one, `[cases, units]`. */
  readonly returns: 'sequence' | 'last';
  readonly initialisation: Initialisation;
}

/**
 * A recurrent layer on `[cases, steps, inputs]`, unrolled from a state of zeros. Inputs of all time steps meet their weight
 * `[inputs + 1, gates · units]` in one product; the states meet theirs, `[units + 1, gates · units]`, one after the other.
 */
export function recurrent(name: string, { cell, inputs, units, steps, returns, initialisation }: RecurrentOptions): Layer {
  const { gates, kept, next } = CELLS[cell];
  const common = { use: 'dense', groups: { outputs: { count: gates, of: 'gate' } }, initialisation } as const;
  return {
    name,
    weights: [
      { ...common, name: `${name} input`, shape: [inputs + 1, gates * units], series: { axis: 'positions', steps } },
      { ...common, name: `${name} state`, shape: [units + 1, gates * units], series: { axis: 'uses', steps } },
    ],
    apply([input], [inputWeight, stateWeight], { graph, cases, register }) {
      if (input.shape[1] !== steps) {
        throw new ShapeError(`layer ${name}: expected sequences of ${steps} steps, got ${String(input.shape[1])}; build it for them`);
      }
      const ofInputs = onRows(input, (rows) => {
        const preactivation = matmul(rows, inputWeight!, { homogeneous: true });
        register(0, rows, preactivation);
        return preactivation;
      });
      let state = zeros(graph, [cases, kept * units]);
      let output = slice(state, 1, 0, units);
      const outputs: Tensor[] = [];
      for (let step = 0; step < steps; step++) {
        const ofState = matmul(output, stateWeight!, { homogeneous: true });
        register(1, output, ofState);
        const ofInput = graph.reshape(slice(ofInputs, 1, step, 1), [cases, gates * units]);
        state = next(ofInput, ofState, state);
        output = slice(state, 1, 0, units);
        outputs.push(graph.reshape(output, [cases, 1, units]));
      }
      return returns === 'last' ? output : concatenate(outputs as [Tensor, ...Tensor[]], 1);
    },
  };
}
