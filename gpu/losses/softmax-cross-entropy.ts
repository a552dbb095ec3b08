import { defineOp } from '../graph/define-op.ts';
import type { GraphLowering, Operand } from '../graph/node.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add, multiply, subtract } from '../ops/binary.ts';
import { checkCounter } from '../ops/counter.ts';
import { sum } from '../ops/reduce.ts';
import { slice } from '../ops/slice.ts';
import { softmax } from '../ops/softmax.ts';
import { affine, squareRoot } from '../ops/unary.ts';
import { read, readWrite, type Kernel } from '../runtime/kernel.ts';
import { checkColumn, checkLabels, checkOutputs, checkValues } from './check-operands.ts';
import type { Loss } from './loss.ts';
import { rowDots, rowKernels, scaleRows } from './row-kernels.ts';

const NAME = 'softmax cross entropy';

function lowerRows(
  context: GraphLowering,
  shader: string,
  entryPoint: string,
  [outputs, other]: readonly [Tensor, Operand],
  result: Tensor,
  overrides: Readonly<Record<string, number>> = {},
): Kernel<Operand>[] {
  const [rows, columns] = outputs.shape as readonly [number, number];
  return rowKernels(context, rows, columns, { shader, entryPoint, overrides, bindings: [read(outputs), read(other), readWrite(result)] });
}

const values = defineOp<null>({
  name: NAME,
  shape: ([z, labels]) => {
    const [rows] = checkOutputs(NAME, z!, 1);
    checkLabels(NAME, z!, labels!);
    return [rows!];
  },
  lower: (context, [z, labels], output) => lowerRows(context, 'losses/softmax-values.wgsl', 'cross_entropy', [z!, labels!], output),
  vjp: (cotangent, [z, labels]) => [scaleRows(gradient([z!, labels!], null), cotangent), null],
  jvp: ([ofZ], [z, labels]) => (ofZ ? rowDots(gradient([z!, labels!], null), ofZ) : null),
});

const gradient = defineOp<null>({
  name: `${NAME} gradient`,
  shape: ([z, labels]) => {
    checkLabels(NAME, z!, labels!);
    return checkOutputs(NAME, z!, 1);
  },
  lower: (context, [z, labels], output) => lowerRows(context, 'losses/softmax-gradient.wgsl', 'main', [z!, labels!], output),
  vjp: (cotangent, [z]) => [fisherProduct([z!, cotangent], null), null],
  jvp: ([ofZ], [z]) => (ofZ ? fisherProduct([z!, ofZ], null) : null),
});

const sampledGradient = defineOp<number>({
  name: `${NAME} sampled gradient`,
  shape: ([z, counter]) => {
    checkCounter(NAME, counter!);
    return checkOutputs(NAME, z!, 1);
  },
  lower: (context, [z, counter], output, purpose) =>
    lowerRows(context, 'losses/softmax-sampled-gradient.wgsl', 'main', [z!, counter!], output, { PURPOSE: purpose }),
  // The draw is constant almost everywhere.
  vjp: (cotangent, [z]) => [fisherProduct([z!, cotangent], null), null],
  jvp: ([ofZ], [z]) => (ofZ ? fisherProduct([z!, ofZ], null) : null),
});

const fisherProduct: (inputs: readonly [Tensor, Tensor], attributes: null) => Tensor = defineOp<null>({
  name: 'softmax Fisher product',
  shape: ([z, v]) => {
    checkValues('softmax Fisher product', z!, v!);
    return checkOutputs('softmax Fisher product', z!, 1);
  },
  lower: (context, [z, v], output) => lowerRows(context, 'losses/softmax-fisher.wgsl', 'product', [z!, v!], output),
  vjp: (cotangent, [z, v]) => [thirdCumulant(z!, v!, cotangent), fisherProduct([z!, cotangent], null)],
  jvp: ([ofZ, ofV], [z, v]) => {
    const curved = ofZ ? thirdCumulant(z!, v!, ofZ) : null;
    const straight = ofV ? fisherProduct([z!, ofV], null) : null;
    return curved && straight ? add(curved, straight) : (curved ?? straight);
  },
});

/**
 * The derivative of F_R v along u, F_R((u − ⟨p, u⟩)∘(v − ⟨p, v⟩)): the third cumulant of onehot(y), hence symmetric in u,
 * v and what it is multiplied with, and the same in both modes of differentiation.
 */
function thirdCumulant(outputs: Tensor, v: Tensor, u: Tensor): Tensor {
  const p = softmax(outputs);
  return fisherProduct([outputs, multiply(centred(p, u), centred(p, v))], null);
}

/** u − ⟨p, u⟩ of each row. */
function centred(p: Tensor, u: Tensor): Tensor {
  return subtract(u, sum(multiply(p, u), [1], { keepAxes: true }));
}

const fisherFactorColumn = defineOp<number>({
  name: 'softmax Fisher factor column',
  shape: ([z], column) => {
    checkOutputs('softmax Fisher factor column', z!, 1);
    checkColumn('softmax Fisher factor column', z!, column);
    return z!.shape;
  },
  lower: (context, [z], output, column) => {
    const chosen = context.constant(Uint32Array.of(column), 'factor column');
    return lowerRows(context, 'losses/softmax-fisher.wgsl', 'factor_column', [z!, chosen], output);
  },
  vjp: (cotangent, [z], output, column) => [columnDerivative(z!, output, column, cotangent)],
  jvp: ([ofZ], [z], output, column) => columnDerivative(z!, output, column, ofZ!),
});

/** The Jacobian of b = √p_c (e_c − p), times u: ½ (u_c − ⟨p, u⟩) b − √p_c F_R u; it is symmetric. */
function columnDerivative(outputs: Tensor, b: Tensor, column: number, u: Tensor): Tensor {
  const p = softmax(outputs);
  const ofRoot = multiply(b, affine(slice(centred(p, u), 1, column, 1), 0.5));
  return subtract(ofRoot, multiply(fisherProduct([outputs, u], null), squareRoot(slice(p, 1, column, 1))));
}

/** B v = √p ∘ (v − √p ⟨√p, v⟩). */
function fisherFactorProduct(outputs: Tensor, vector: Tensor): Tensor {
  checkValues('softmax Fisher factor product', outputs, vector);
  const root = squareRoot(softmax(outputs));
  const along = sum(multiply(root, vector), [1], { keepAxes: true });
  return multiply(root, subtract(vector, multiply(root, along)));
}

const accuracy = defineOp<null>({
  name: 'accuracy',
  shape: ([z, labels]) => {
    const [rows] = checkOutputs('accuracy', z!, 1);
    checkLabels('accuracy', z!, labels!);
    return [rows!];
  },
  lower: (context, [z, labels], output) => lowerRows(context, 'losses/softmax-values.wgsl', 'accuracy', [z!, labels!], output),
  vjp: () => [null, null],
  jvp: () => null,
});

/** Cross entropy of one of D classes with logits z; F_R = diag(p) − ppᵀ. */
export const softmaxCrossEntropy: Loss = {
  name: 'softmax-cross-entropy',
  targets: 'labels',
  values: (outputs, labels) => values([outputs, labels], null),
  gradient: (outputs, labels) => gradient([outputs, labels], null),
  sampledGradient: (outputs, counter, purpose) => sampledGradient([outputs, counter], purpose),
  fisherFactorColumn: (outputs, column) => fisherFactorColumn([outputs], column),
  fisherFactorColumns: (outputDimension) => outputDimension,
  fisherFactorProduct,
  fisherProduct: (outputs, vector) => fisherProduct([outputs, vector], null),
  metric: (outputs, labels) => accuracy([outputs, labels], null),
  predict: softmax,
};
