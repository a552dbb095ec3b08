import { defineOp } from '../graph/define-op.ts';
import type { Operand } from '../graph/node.ts';
import { formatShape, sameShape, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import { add, multiply, subtract } from './binary.ts';
import { zeros } from './constant.ts';
import { derivedRules } from './derived-rules.ts';
import { jvp, vjp } from './differentiate.ts';
import { slice } from './slice.ts';
import { sigmoid, tanh } from './unary.ts';

/** What a step is computed from: preactivations that input and state make, and the state. */
type Operands = readonly [ofInput: Tensor, ofState: Tensor, before: Tensor];

const INVOCATIONS = 64;
const UNITS_AT_ONCE = 4;

const record = defineOp<null>({
  name: 'gru',
  shape: (inputs) => {
    const [ofInput, ofState, before] = inputs as Operands;
    const [cases, units] = before.shape;
    const expected = [cases!, 3 * units!];
    for (const { shape } of [ofInput, ofState]) {
      if (before.shape.length !== 2 || !sameShape(shape, expected)) {
        throw new ShapeError(
          `gru: expected preactivations ${formatShape(expected)} beside a state ${formatShape(before.shape)} of [cases, units], got ${formatShape(shape)}; give each gate as many columns as the state has`,
        );
      }
    }
    return before.shape;
  },
  lower: (_, inputs, output) => kernel('recurrent/gru.wgsl', inputs, output),
  vjp: (cotangent, inputs) => inputs.map((_, operand) => recordGradient([...(inputs as Operands), cotangent], operand)),
  jvp: (tangents, inputs) => {
    const moves = inputs.map((input, index) => tangents[index] ?? zeros(input.graph, input.shape)) as unknown as Operands;
    return recordTangent([...(inputs as Operands), ...moves], null);
  },
});

/** What the cotangent, the last input, gives to an operand by its number. */
const recordGradient = defineOp<number>({
  name: 'gru gradient',
  shape: (inputs, operand) => inputs[operand]!.shape,
  lower: (_, inputs, output, operand) => kernel('recurrent/gru-gradient.wgsl', inputs, output, { OPERAND: operand }),
  ...derivedRules<number>(([ofInput, ofState, before, cotangent], operand) => {
    const operands: Operands = [ofInput!, ofState!, before!];
    return vjp(stepOf(operands), cotangent!, operands)[operand]!;
  }),
});

/** How the next state moves when the operands move along the last three inputs. */
const recordTangent = defineOp<null>({
  name: 'gru tangent',
  shape: ([, , before]) => before!.shape,
  lower: (_, inputs, output) => kernel('recurrent/gru-tangent.wgsl', inputs, output),
  ...derivedRules<null>((inputs) => {
    const operands = inputs.slice(0, 3) as unknown as Operands;
    return jvp(stepOf(operands), new Map(operands.map((operand, index) => [operand, inputs[index + 3]!])))!;
  }),
});

/** A kernel with an invocation for four units of a case. */
function kernel(
  shader: string,
  inputs: readonly Tensor[],
  output: Tensor,
  overrides: Readonly<Record<string, number>> = {},
): Kernel<Operand>[] {
  const [cases, units] = inputs[2]!.shape as readonly [number, number];
  if (cases * units === 0) return [];
  const invocations = cases * Math.ceil(units / UNITS_AT_ONCE);
  return [
    {
      shader,
      overrides: { UNITS: units, ...overrides },
      bindings: [...inputs.map((input) => read<Operand>(input)), readWrite(output)],
      workgroups: spread(Math.ceil(invocations / INVOCATIONS)),
    },
  ];
}

/** The step from other operations: what its derivatives of higher order are those of. */
function stepOf([ofInput, ofState, before]: Operands): Tensor {
  const units = before.shape[1]!;
  const gates = sigmoid(add(slice(ofInput, 1, 0, 2 * units), slice(ofState, 1, 0, 2 * units)));
  const [reset, update] = [slice(gates, 1, 0, units), slice(gates, 1, units, units)];
  const recurrent = multiply(reset, slice(ofState, 1, 2 * units, units));
  const candidate = tanh(add(slice(ofInput, 1, 2 * units, units), recurrent));
  return add(candidate, multiply(update, subtract(before, candidate)));
}

/**
 * The next state of a gated recurrent unit `[cases, units]`: h ← n + z ∘ (h − n) with r = σ(a_r + b_r), z = σ(a_z + b_z) and
 * n = tanh(a_n + r ∘ b_n) (Cho et al. 2014, the gate after the product).
 * @param ofInput a, `[cases, 3 · units]`: what the input makes of r, z and n
 * @param ofState b, `[cases, 3 · units]`: what the state makes of them
 * @param before h, `[cases, units]`
 * @throws ShapeError for other shapes.
 */
export function gru(ofInput: Tensor, ofState: Tensor, before: Tensor): Tensor {
  return record([ofInput, ofState, before], null);
}
