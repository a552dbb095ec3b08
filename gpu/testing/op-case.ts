import { sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import type { Allowed } from './expect-close.ts';
import { Seeded } from './seeded.ts';

/** An operand of a case: its shape and the range its elements are drawn from. */
export interface CaseInput {
  readonly shape: Shape;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Whole numbers below this as u32, which carry no gradient, in place of f32. */
  readonly below?: number;
}

/** One use of an operation with what proves it right. */
export interface OpCase {
  readonly inputs: readonly CaseInput[];
  apply(operands: readonly Tensor[]): Tensor;
  /** The same in float64, on row-major elements. */
  readonly reference: (operands: readonly Float64Array[]) => ArrayLike<number>;
  /** Allowed absolute error of the result. */
  allowed(operands: readonly Float64Array[]): Allowed;
}

/** Elements drawn for each input of a case. */
export function drawInputs(inputs: readonly CaseInput[], seed: number): (Float32Array | Uint32Array)[] {
  const numbers = new Seeded(seed);
  return inputs.map(({ shape, minimum = -2, maximum = 2, below }) =>
    below === undefined ? numbers.uniforms(sizeOf(shape), minimum, maximum) : numbers.integers(sizeOf(shape), 0, below - 1),
  );
}

/**
 * Jacobian of a float64 function by central differences, as `[outputs][inputs]` over all operands laid end to end;
 * the step of 1e-5 leaves an error near 1e-10.
 */
export function jacobian(reference: OpCase['reference'], operands: readonly Float64Array[]): number[][] {
  const columns = operands.flatMap((operand, which) =>
    [...operand].map((_, index) => {
      const above = reference(moved(operands, which, index, STEP));
      const below = reference(moved(operands, which, index, -STEP));
      return Array.from(above, (value, output) => (value - below[output]!) / (2 * STEP));
    }),
  );
  return Array.from(reference(operands), (_, output) => columns.map((column) => column[output]!));
}

const STEP = 1e-5;
const SECOND_STEP = 1e-4;

/** `∇²⟨u, f⟩·v` by second central differences, over all operands laid end to end; its error is near 1e-8. */
export function curvatureProduct(
  reference: OpCase['reference'],
  operands: readonly Float64Array[],
  cotangent: ArrayLike<number>,
  tangents: readonly ArrayLike<number>[],
): number[] {
  const value = (points: readonly Float64Array[]): number =>
    Array.from(reference(points)).reduce((total, element, index) => total + element * cotangent[index]!, 0);
  const along = (step: number): Float64Array[] =>
    operands.map((operand, which) => operand.map((element, index) => element + step * tangents[which]![index]!));
  const [ahead, behind] = [along(SECOND_STEP), along(-SECOND_STEP)];
  return operands.flatMap((operand, which) =>
    [...operand].map((_, index) => {
      const slopeAt = (points: readonly Float64Array[]): number =>
        value(moved(points, which, index, SECOND_STEP)) - value(moved(points, which, index, -SECOND_STEP));
      return (slopeAt(ahead) - slopeAt(behind)) / (4 * SECOND_STEP * SECOND_STEP);
    }),
  );
}

function moved(operands: readonly Float64Array[], which: number, index: number, step: number): Float64Array[] {
  return operands.map((operand, other) => {
    if (other !== which) return operand;
    const copy = operand.slice();
    copy[index]! += step;
    return copy;
  });
}
