import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add } from '../ops/binary.ts';
import { jvp, vjp } from '../ops/differentiate.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { evaluate, type EvaluationInput } from './evaluate-graph.ts';
import { expectClose } from './expect-close.ts';
import { curvatureProduct, drawInputs, jacobian, type OpCase } from './op-case.ts';
import { Seeded } from './seeded.ts';
import { ROUND_OFF } from './tolerances.ts';

interface Prepared {
  readonly source: OpCase;
  readonly operands: Float64Array[];
  readonly tangents: Float32Array[];
  readonly cotangent: Float32Array;
  /** Whether derivatives are compared too. */
  readonly derived: boolean;
}

/**
 * Compares every case with float64: the result, and where operands and result have at most `mostDerived` elements the
 * products with the Jacobian in both modes, ⟨u, Jv⟩ = ⟨Jᵀu, v⟩, and second derivatives by both routes.
 * @throws an assertion naming the case, the worst index, got and expected.
 */
export async function checkCases(context: DeviceContext, name: string, cases: readonly OpCase[], mostDerived: number): Promise<void> {
  const inputs: Record<string, EvaluationInput> = {};
  const prepared = cases.map((source, index): Prepared => prepare(source, index, inputs, mostDerived));
  const results = await evaluate(
    context,
    inputs,
    (tensors, graph) =>
      Object.assign({}, ...prepared.map((item, index) => traceCase(item, String(index), tensors, graph))) as Record<string, Tensor>,
  );
  for (const [index, item] of prepared.entries())
    check(item, (key) => results[`${String(index)} ${key}`] ?? null, `${name} case ${String(index)}`);
}

function prepare(source: OpCase, index: number, inputs: Record<string, EvaluationInput>, mostDerived: number): Prepared {
  const numbers = new Seeded(1000 + index);
  const drawn = drawInputs(source.inputs, index);
  const operands = drawn.map((data) => Float64Array.from(data));
  const cotangent = numbers.uniforms(source.reference(operands).length);
  const tangents = drawn.map((data) => numbers.uniforms(data.length));
  const derived = drawn.reduce((total, data) => total + data.length, 0) <= mostDerived && cotangent.length <= mostDerived;
  for (const [which, { shape }] of source.inputs.entries()) {
    inputs[`${String(index)} x${String(which)}`] = { shape, data: drawn[which]! };
    inputs[`${String(index)} v${String(which)}`] = { shape, data: tangents[which]! };
  }
  inputs[`${String(index)} u`] = { shape: [cotangent.length], data: cotangent };
  return { source, operands, tangents, cotangent, derived };
}

/** The result, both products with its Jacobian, and the second derivative by both routes. */
function traceCase(
  { source, derived }: Prepared,
  index: string,
  tensors: Readonly<Record<string, Tensor>>,
  graph: Graph,
): Record<string, Tensor> {
  const operands = source.inputs.map((_, which) => tensors[`${index} x${String(which)}`]!);
  const tangents = source.inputs.map((_, which) => tensors[`${index} v${String(which)}`]!);
  const directions = new Map(operands.map((operand, which) => [operand, tangents[which]!]));
  const output = source.apply(operands);
  const traced: Record<string, Tensor> = { [`${index} y`]: output };
  if (!derived) return traced;
  const put = (key: string, tensor: Tensor | null): void => {
    if (tensor !== null) traced[`${index} ${key}`] = tensor;
  };
  put('Jv', jvp(output, directions));
  const gradients = vjp(output, graph.reshape(tensors[`${index} u`]!, output.shape), operands);
  const seconds: (Tensor | null)[] = operands.map(() => null);
  for (const [which, gradient] of gradients.entries()) {
    put(`Ju${String(which)}`, gradient);
    if (gradient === null) continue;
    put(`forward${String(which)}`, jvp(gradient, directions));
    for (const [other, share] of vjp(gradient, tangents[which]!, operands).entries()) {
      const before = seconds[other] ?? null;
      seconds[other] = before !== null && share !== null ? add(before, share) : (share ?? before);
    }
  }
  for (const [which, second] of seconds.entries()) put(`reverse${String(which)}`, second);
  return traced;
}

function check(
  { source, operands, tangents, cotangent, derived }: Prepared,
  result: (key: string) => Float32Array | null,
  label: string,
): void {
  expectClose(result('y')!, source.reference(operands), source.allowed(operands), `${label} result`);
  if (!derived || operands.every((operand) => operand.length === 0)) return;
  const matrix = jacobian(source.reference, operands);
  const direction = tangents.flatMap((tangent) => [...tangent]);
  const forward = matrix.map((row) => row.reduce((total, slope, index) => total + slope * direction[index]!, 0));
  const backward = direction.map((_, column) => matrix.reduce((total, row, index) => total + row[column]! * cotangent[index]!, 0));
  const got = gather(operands, result, 'Ju');
  const pushed = result('Jv') ?? new Float32Array(forward.length);
  expectClose(pushed, forward, boundOf(forward, matrix), `${label} Jv`);
  expectClose(got, backward, boundOf(backward, matrix), `${label} Jᵀu`);

  // ⟨u, Jv⟩ = ⟨Jᵀu, v⟩, of what the GPU computed by two routes.
  const left = pushed.reduce((total, value, index) => total + value * cotangent[index]!, 0);
  const right = got.reduce((total, value, index) => total + value * direction[index]!, 0);
  const weight =
    pushed.reduce((total, value, index) => total + Math.abs(value * cotangent[index]!), 0) +
    got.reduce((total, value, index) => total + Math.abs(value * direction[index]!), 0);
  expectClose([left], [right], boundOf([weight], matrix), `${label} adjoint`);

  const second = curvatureProduct(source.reference, operands, cotangent, tangents);
  const allowed = boundOf(second, matrix);
  expectClose(gather(operands, result, 'forward'), second, allowed, `${label} second derivative, forward over reverse`);
  expectClose(gather(operands, result, 'reverse'), second, allowed, `${label} second derivative, reverse over reverse`);
}

/** Products with the Jacobian of all operands end to end; an operand without one has zeros. */
function gather(operands: readonly Float64Array[], result: (key: string) => Float32Array | null, key: string): number[] {
  return operands.flatMap((operand, which) => [...(result(`${key}${String(which)}`) ?? new Float32Array(operand.length))]);
}

/** Few roundings an element, each of a number no larger than the largest slope times what it meets; see `TOLERANCES`. */
function boundOf(expected: readonly number[], matrix: readonly (readonly number[])[]): number {
  const largest = Math.max(1, ...expected.map(Math.abs), ...matrix.flat().map(Math.abs));
  return 256 * ROUND_OFF * largest;
}
