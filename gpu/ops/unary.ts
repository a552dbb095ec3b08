import { defineOp } from '../graph/define-op.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { affine } from './affine.ts';
import { add, multiply, subtract } from './binary.ts';
import { elementwiseByFour, sharedShape } from './elementwise.ts';
import { aroundPlacedCotangent } from './pool.ts';

export { affine, negate } from './affine.ts';

/** The numbers `shaders/elementwise/unary-functions.wgsl` knows them by. */
const UNARY_KINDS = ['affine', 'relu', 'tanh', 'sigmoid', 'gelu', 'exp', 'log', 'square', 'squareRoot', 'reciprocal'] as const;

type UnaryKind = Exclude<(typeof UNARY_KINDS)[number], 'affine'>;

interface UnaryFunction {
  /** Whether the derivative is computed from the output; else from the input. */
  readonly fromOutput: boolean;
  /** Whether a matmul can apply it to its result. */
  readonly fusible: boolean;
  /** Derivative of the derivative by what it is computed from; null for zero. */
  readonly second: (source: Tensor) => Tensor | null;
}

const FUNCTIONS: Readonly<Record<UnaryKind, UnaryFunction>> = {
  relu: { fromOutput: true, fusible: true, second: () => null },
  tanh: { fromOutput: true, fusible: true, second: (y) => affine(y, -2) },
  sigmoid: { fromOutput: true, fusible: true, second: (y) => affine(y, -2, 1) },
  gelu: { fromOutput: false, fusible: true, second: geluSecond },
  exp: { fromOutput: true, fusible: false, second: (y) => affine(y, 0, 1) },
  log: { fromOutput: false, fusible: false, second: (x) => affine(reciprocal(square(x)), -1) },
  square: { fromOutput: false, fusible: false, second: (x) => affine(x, 0, 2) },
  squareRoot: { fromOutput: true, fusible: false, second: (y) => affine(reciprocal(square(y)), -0.5) },
  reciprocal: { fromOutput: true, fusible: false, second: (y) => affine(y, -2) },
};

const recordUnary = defineOp<UnaryKind>({
  name: 'unary',
  shape: ([x]) => x!.shape,
  lower: (_, [x], output, kind) =>
    elementwiseByFour('elementwise/unary', output.shape, [read(x!), readWrite(output)], { KIND: UNARY_KINDS.indexOf(kind) }),
  vjp: (cotangent, [x], output, kind) => [unaryGradient(kind, FUNCTIONS[kind].fromOutput ? output : x!, cotangent)],
  jvp: ([tangent], [x], output, kind) => unaryGradient(kind, FUNCTIONS[kind].fromOutput ? output : x!, tangent!),
  activation: (kind) => (FUNCTIONS[kind].fusible ? kind : null),
});

const recordGradient = defineOp<UnaryKind>({
  name: 'unary gradient',
  shape: (inputs) => sharedShape('unary gradient', inputs),
  lower: (_, [source, cotangent], output, kind) =>
    elementwiseByFour('elementwise/unary-gradient', output.shape, [read(source!), read(cotangent!), readWrite(output)], {
      KIND: UNARY_KINDS.indexOf(kind),
    }),
  vjp: (received, [source, cotangent], _, kind) => {
    const second = FUNCTIONS[kind].second(source!);
    const ofSource = second === null ? null : multiply(received, multiply(cotangent!, second));
    return [ofSource, unaryGradient(kind, source!, received)];
  },
  jvp: ([ofSource, ofCotangent], [source, cotangent], _, kind) => {
    const second = ofSource ? FUNCTIONS[kind].second(source!) : null;
    const curved = second === null ? null : multiply(ofSource!, multiply(cotangent!, second));
    const straight = ofCotangent ? unaryGradient(kind, source!, ofCotangent) : null;
    return curved && straight ? add(curved, straight) : (curved ?? straight);
  },
  wayAround: (_, [source, cotangent], __, kind) => (kind === 'relu' ? aroundPlacedCotangent(source!, cotangent!) : null),
});

/**
 * `cotangent · f′` in one kernel, with f′ computed from `source`: the output of f for relu, tanh, sigmoid, exp,
 * squareRoot and reciprocal, its input for gelu, log and square.
 */
export function unaryGradient(kind: UnaryKind, source: Tensor, cotangent: Tensor): Tensor {
  return recordGradient([source, cotangent], kind);
}

/** gelu″ with u = √(2/π)·(x + 0.044715·x³), t = tanh u: (1 − t²)·(u′ + x/2·(u″ − 2t·u′²)). */
function geluSecond(x: Tensor): Tensor {
  const c = Math.sqrt(2 / Math.PI);
  const squared = square(x);
  const t = tanh(multiply(x, affine(squared, 0.044715 * c, c)));
  const slope = affine(squared, 3 * 0.044715 * c, c);
  const bend = subtract(affine(x, 6 * 0.044715 * c), affine(multiply(t, square(slope)), 2));
  return multiply(affine(square(t), -1, 1), add(slope, affine(multiply(x, bend), 0.5)));
}

/** `max(x, 0)`, with derivative 0 at 0. */
export function relu(x: Tensor): Tensor {
  return recordUnary([x], 'relu');
}

export function tanh(x: Tensor): Tensor {
  return recordUnary([x], 'tanh');
}

/** `1 / (1 + exp(−x))`. */
export function sigmoid(x: Tensor): Tensor {
  return recordUnary([x], 'sigmoid');
}

/** `x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))`: Hendrycks and Gimpel 2016, §2. */
export function gelu(x: Tensor): Tensor {
  return recordUnary([x], 'gelu');
}

export function exp(x: Tensor): Tensor {
  return recordUnary([x], 'exp');
}

/** The natural logarithm. */
export function log(x: Tensor): Tensor {
  return recordUnary([x], 'log');
}

export function square(x: Tensor): Tensor {
  return recordUnary([x], 'square');
}

export function squareRoot(x: Tensor): Tensor {
  return recordUnary([x], 'squareRoot');
}

export function reciprocal(x: Tensor): Tensor {
  return recordUnary([x], 'reciprocal');
}
