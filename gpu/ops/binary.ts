import { defineOp } from '../graph/define-op.ts';
import type { Operand } from '../graph/node.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { read, readWrite, type Kernel } from '../runtime/kernel.ts';
import { affine } from './affine.ts';
import { axisGroups, broadcastShapes, stridedOverrides, type AxisGroup } from './broadcast-shape.ts';
import { elementwise } from './elementwise.ts';
import { broadcastTo, sumTo } from './sum.ts';

/** The numbers `shaders/elementwise/binary-functions.wgsl` knows them by. */
const BINARY_KINDS = ['add', 'subtract', 'multiply', 'divide'] as const;

type BinaryKind = (typeof BINARY_KINDS)[number];

function lowerBinary(kind: BinaryKind, a: Tensor, b: Tensor, output: Tensor): Kernel<Operand>[] {
  const size = sizeOf(output.shape);
  if (size === 0) return [];
  const groups = axisGroups(kind, output.shape, [a.shape, b.shape]);
  const KIND = BINARY_KINDS.indexOf(kind);
  const swapped = groups.some(({ moves }) => !moves[0]);
  const [first, second] = swapped ? [b, a] : [a, b];
  const fast = byFour(groups.map(({ extent, moves }) => ({ extent, moves: swapped ? moves.toReversed() : moves })));
  if (fast !== null) {
    const bindings = [read<Operand>(first), read<Operand>(second), readWrite<Operand>(output)];
    return elementwise(fast.shader, size / 4, bindings, { KIND, SWAPPED: swapped ? 1 : 0, ...fast.overrides });
  }
  const bindings = [read<Operand>(a), read<Operand>(b), readWrite<Operand>(output)];
  return elementwise('elementwise/binary-strided.wgsl', size, bindings, { KIND, ...stridedOverrides(groups, ['A', 'B']) });
}

/** The kernel on vectors of four elements, where the first operand is whole and the second is, or repeats in one way. */
function byFour(groups: readonly AxisGroup[]): { shader: string; overrides: Record<string, number> } | null {
  const [slow, fast] = groups.length === 1 ? [null, groups[0]!] : [groups[0]!, groups[1]!];
  if (groups.length > 2 || fast.extent % 4 !== 0 || groups.some(({ moves }) => !moves[0])) return null;
  const whole = slow === null || slow.moves[1]!;
  if (fast.moves[1]!) {
    const overrides: Record<string, number> = whole ? {} : { PERIOD: fast.extent / 4 };
    return { shader: 'elementwise/binary-vector.wgsl', overrides };
  }
  return { shader: 'elementwise/binary-vector-scalar.wgsl', overrides: slow === null ? {} : { RUN: fast.extent / 4 } };
}

interface Derivatives {
  /** Cotangents of the operands in the shape of the output. */
  vjp(cotangent: Tensor, a: Tensor, b: Tensor, output: Tensor): readonly [Tensor, Tensor];
  /** Share of the tangent of the output, of any shape that broadcasts to it, from one operand's tangent. */
  jvpOfA(tangent: Tensor, b: Tensor): Tensor;
  jvpOfB(tangent: Tensor, a: Tensor, b: Tensor, output: Tensor): Tensor;
}

function defineBinary(kind: BinaryKind, rules: Derivatives): (a: Tensor, b: Tensor) => Tensor {
  const record = defineOp<null>({
    name: kind,
    shape: ([a, b]) => {
      const shape = broadcastShapes(kind, a!.shape, b!.shape);
      axisGroups(kind, shape, [a!.shape, b!.shape]);
      return shape;
    },
    lower: (_, [a, b], output) => lowerBinary(kind, a!, b!, output),
    vjp: (cotangent, [a, b], output) => {
      const [ofA, ofB] = rules.vjp(cotangent, a!, b!, output);
      return [sumTo(ofA, a!.shape), sumTo(ofB, b!.shape)];
    },
    jvp: ([ofA, ofB], [a, b], output) => {
      const left = ofA ? rules.jvpOfA(ofA, b!) : null;
      const right = ofB ? rules.jvpOfB(ofB, a!, b!, output) : null;
      const total = left && right ? add(left, right) : (left ?? right)!;
      return broadcastTo(total, output.shape);
    },
  });
  return (a, b) => record([a, b], null);
}

/** `a + b` with NumPy's broadcasting. @throws ShapeError when the shapes do not broadcast. */
export const add: (a: Tensor, b: Tensor) => Tensor = defineBinary('add', {
  vjp: (cotangent) => [cotangent, cotangent],
  jvpOfA: (tangent) => tangent,
  jvpOfB: (tangent) => tangent,
});

/** `a − b` with NumPy's broadcasting. @throws ShapeError when the shapes do not broadcast. */
export const subtract: (a: Tensor, b: Tensor) => Tensor = defineBinary('subtract', {
  vjp: (cotangent) => [cotangent, affine(cotangent, -1)],
  jvpOfA: (tangent) => tangent,
  jvpOfB: (tangent) => affine(tangent, -1),
});

/** `a · b` elementwise with NumPy's broadcasting. @throws ShapeError when the shapes do not broadcast. */
export const multiply: (a: Tensor, b: Tensor) => Tensor = defineBinary('multiply', {
  vjp: (cotangent, a, b) => [multiply(cotangent, b), multiply(cotangent, a)],
  jvpOfA: (tangent, b) => multiply(tangent, b),
  jvpOfB: (tangent, a) => multiply(tangent, a),
});

/** `a / b` elementwise with NumPy's broadcasting. @throws ShapeError when the shapes do not broadcast. */
export const divide: (a: Tensor, b: Tensor) => Tensor = defineBinary('divide', {
  vjp: (cotangent, _, b, output) => {
    const ofA = divide(cotangent, b);
    return [ofA, affine(multiply(ofA, output), -1)];
  },
  jvpOfA: (tangent, b) => divide(tangent, b),
  jvpOfB: (tangent, _, b, output) => affine(divide(multiply(output, tangent), b), -1),
});
