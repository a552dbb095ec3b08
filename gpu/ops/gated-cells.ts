import { defineOp } from '../graph/define-op.ts';
import type { Operand } from '../graph/node.ts';
import { formatShape, sameShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import { add, multiply, subtract } from './binary.ts';
import { concatenate } from './concatenate.ts';
import { zeros } from './constant.ts';
import { derivedRules } from './derived-rules.ts';
import { jvp, vjp } from './differentiate.ts';
import { slice } from './slice.ts';
import { sigmoid, tanh } from './unary.ts';

/** What a time step is computed from: preactivations that input and state make of the gates, and the state. */
type Operands = readonly [ofInput: Tensor, ofState: Tensor, before: Tensor];

interface Cell {
  /** Its kernels are `recurrent/<name>.wgsl`, `-gradient` and `-tangent`. */
  readonly name: 'gru' | 'lstm';
  readonly gates: number;
  /** Numbers of the state for each unit. */
  readonly kept: number;
  /** Whether what input and state make meets as a sum alone, so that both get the same gradient. */
  readonly sums: boolean;
  /** The step from other operations: what its derivatives of higher order are those of. */
  readonly step: (operands: Operands) => Tensor;
}

const INVOCATIONS = 64;
const UNITS_AT_ONCE = 4;

/** A time step in one kernel, with one kernel more for what a cotangent gives to an operand, and for how the next state moves. */
function defineCell(cell: Cell): (ofInput: Tensor, ofState: Tensor, before: Tensor) => Tensor {
  const { name, sums, step } = cell;
  const record = defineOp<null>({
    name,
    shape: (inputs) => expectFit(cell, inputs as Operands),
    lower: (_, inputs, output) => kernel(cell, '', inputs, output),
    vjp: (cotangent, inputs) => {
      const gradient = (operand: number): Tensor => recordGradient([...(inputs as Operands), cotangent], operand);
      const ofInput = gradient(0);
      return [ofInput, sums ? ofInput : gradient(1), gradient(2)];
    },
    jvp: (tangents, inputs) => {
      const moves = inputs.map((input, index) => tangents[index] ?? zeros(input.graph, input.shape)) as unknown as Operands;
      return recordTangent([...(inputs as Operands), ...moves], null);
    },
  });
  /** What the cotangent, the last input, gives to an operand by its number. */
  const recordGradient = defineOp<number>({
    name: `${name} gradient`,
    shape: (inputs, operand) => inputs[operand]!.shape,
    lower: (_, inputs, output, operand) => kernel(cell, '-gradient', inputs, output, { OPERAND: operand }),
    ...derivedRules<number>(([ofInput, ofState, before, cotangent], operand) => {
      const operands: Operands = [ofInput!, ofState!, before!];
      return vjp(step(operands), cotangent!, operands)[operand]!;
    }),
  });
  /** How the next state moves when the operands move along the last three inputs. */
  const recordTangent = defineOp<null>({
    name: `${name} tangent`,
    shape: ([, , before]) => before!.shape,
    lower: (_, inputs, output) => kernel(cell, '-tangent', inputs, output),
    ...derivedRules<null>((inputs) => {
      const operands = inputs.slice(0, 3) as unknown as Operands;
      return jvp(step(operands), new Map(operands.map((operand, index) => [operand, inputs[index + 3]!])))!;
    }),
  });
  return (ofInput, ofState, before) => record([ofInput, ofState, before], null);
}

function expectFit({ name, gates, kept }: Cell, [ofInput, ofState, before]: Operands): Tensor['shape'] {
  const [cases, numbers] = before.shape;
  const expected = [cases!, (gates * numbers!) / kept];
  for (const { shape } of [ofInput, ofState]) {
    if (before.shape.length !== 2 || numbers! % kept !== 0 || !sameShape(shape, expected)) {
      throw new ShapeError(
        `${name}: expected preactivations ${formatShape(expected)} of ${gates} gates beside a state ${formatShape(before.shape)}, got ${formatShape(shape)}; give each gate a column a unit`,
      );
    }
  }
  return before.shape;
}

/** A kernel with an invocation for four units of a case. */
function kernel(
  { name, gates, kept }: Cell,
  variant: '' | '-gradient' | '-tangent',
  inputs: readonly Tensor[],
  output: Tensor,
  overrides: Readonly<Record<string, number>> = {},
): Kernel<Operand>[] {
  const { shape } = inputs[2]!;
  if (sizeOf(shape) === 0) return [];
  const units = shape[1]! / kept;
  return [
    {
      shader: `recurrent/${name}${variant}.wgsl`,
      overrides: { UNITS: units, GATES: gates, KEPT: kept, ...overrides },
      bindings: [...inputs.map((input) => read<Operand>(input)), readWrite(output)],
      workgroups: spread(Math.ceil((shape[0]! * Math.ceil(units / UNITS_AT_ONCE)) / INVOCATIONS)),
    },
  ];
}

/**
 * The next state of a gated recurrent unit `[cases, units]`: h ← n + z ∘ (h − n) with r = σ(a_r + b_r), z = σ(a_z + b_z) and
 * n = tanh(a_n + r ∘ b_n) (Cho et al. 2014, the gate after the product). Of a, what the input makes of r, z and n, and b, what the
 * state makes of them, `[cases, 3 · units]`, and h `[cases, units]`.
 * @throws ShapeError for other shapes.
 */
export const gru = defineCell({
  name: 'gru',
  gates: 3,
  kept: 1,
  sums: false,
  step([ofInput, ofState, before]) {
    const units = before.shape[1]!;
    const gates = sigmoid(add(slice(ofInput, 1, 0, 2 * units), slice(ofState, 1, 0, 2 * units)));
    const [reset, update] = [slice(gates, 1, 0, units), slice(gates, 1, units, units)];
    const recurrent = multiply(reset, slice(ofState, 1, 2 * units, units));
    const candidate = tanh(add(slice(ofInput, 1, 2 * units, units), recurrent));
    return add(candidate, multiply(update, subtract(before, candidate)));
  },
});

/**
 * The next state of a long short-term memory `[cases, 2 · units]`, hidden units h before memory c: c ← f ∘ c + i ∘ g, h ← o ∘ tanh(c)
 * with i, f, o = σ and g = tanh of a + b (Hochreiter & Schmidhuber 1997, with forget gates). Of a, what the input makes of i, f, o
 * and g, and b, what the hidden units make of them, `[cases, 4 · units]`, and the state before.
 * @throws ShapeError for other shapes.
 */
export const lstm = defineCell({
  name: 'lstm',
  gates: 4,
  kept: 2,
  sums: true,
  step([ofInput, ofState, before]) {
    const units = before.shape[1]! / 2;
    const all = add(ofInput, ofState);
    const gates = sigmoid(slice(all, 1, 0, 3 * units));
    const candidate = tanh(slice(all, 1, 3 * units, units));
    const [input, forget, output] = [0, 1, 2].map((gate) => slice(gates, 1, gate * units, units)) as [Tensor, Tensor, Tensor];
    const memory = add(multiply(forget, slice(before, 1, units, units)), multiply(input, candidate));
    return concatenate([multiply(output, tanh(memory)), memory], 1);
  },
});
