import { defineOp } from '../graph/define-op.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { add, multiply, subtract } from '../ops/binary.ts';
import { checkCounter } from '../ops/counter.ts';
import { elementwise, elementwiseByFour } from '../ops/elementwise.ts';
import { affine, negate, sigmoid, squareRoot } from '../ops/unary.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { checkColumn, checkOutputs, checkValues } from './check-operands.ts';

const recordDifference = defineOp<null>({
  name: 'logistic difference',
  shape: ([z, y]) => {
    checkValues('logistic difference', z!, y!);
    return checkOutputs('logistic difference', z!);
  },
  lower: (_, [z, y], output) =>
    elementwiseByFour('losses/logistic-elements', output.shape, [read(z!), read(y!), readWrite(output)], { VARIANCE: 0 }),
  vjp: (cotangent, [z]) => [logisticVarianceProduct(z!, cotangent), negate(cotangent)],
  jvp: ([ofZ, ofY], [z]) => {
    const straight = ofZ ? logisticVarianceProduct(z!, ofZ) : null;
    return straight && ofY ? subtract(straight, ofY) : (straight ?? negate(ofY!));
  },
});

/** `σ(z) − y` of logits and values `[N, D]`. @throws ShapeError when the shapes differ. */
export function logisticDifference(logits: Tensor, values: Tensor): Tensor {
  return recordDifference([logits, values], null);
}

const recordVarianceProduct = defineOp<null>({
  name: 'logistic variance product',
  shape: ([z, v]) => {
    checkValues('logistic variance product', z!, v!);
    return checkOutputs('logistic variance product', z!);
  },
  lower: (_, [z, v], output) =>
    elementwiseByFour('losses/logistic-elements', output.shape, [read(z!), read(v!), readWrite(output)], { VARIANCE: 1 }),
  vjp: (cotangent, [z, v]) => [bend(z!, v!, cotangent), logisticVarianceProduct(z!, cotangent)],
  jvp: ([ofZ, ofV], [z, v]) => {
    const curved = ofZ ? bend(z!, v!, ofZ) : null;
    const straight = ofV ? logisticVarianceProduct(z!, ofV) : null;
    return curved && straight ? add(curved, straight) : (curved ?? straight);
  },
});

/** `σ(z)(1 − σ(z))·v` elementwise on `[N, D]`. @throws ShapeError when the shapes differ. */
export function logisticVarianceProduct(logits: Tensor, vector: Tensor): Tensor {
  return recordVarianceProduct([logits, vector], null);
}

/** The variance σ(1 − σ) has the derivative σ(1 − σ)(1 − 2σ). */
function bend(logits: Tensor, v: Tensor, along: Tensor): Tensor {
  return logisticVarianceProduct(logits, multiply(affine(sigmoid(logits), -2, 1), multiply(v, along)));
}

const recordSampledDifference = defineOp<number>({
  name: 'sampled logistic difference',
  shape: ([z, counter]) => {
    checkCounter('sampled logistic difference', counter!);
    return checkOutputs('sampled logistic difference', z!);
  },
  lower: (_, [z, counter], output, purpose) =>
    elementwiseByFour('losses/logistic-sampled-gradient', output.shape, [read(z!), read(counter!), readWrite(output)], {
      PURPOSE: purpose,
    }),
  // The draw is constant almost everywhere.
  vjp: (cotangent, [z]) => [logisticVarianceProduct(z!, cotangent), null],
  jvp: ([ofZ], [z]) => (ofZ ? logisticVarianceProduct(z!, ofZ) : null),
});

/** `σ(z) − y` with y drawn from Bernoulli(σ(z)), `[N, D]`; keyed by counter, purpose and element. */
export function sampledLogisticDifference(logits: Tensor, counter: Tensor, purpose: number): Tensor {
  return recordSampledDifference([logits, counter], purpose);
}

const recordDeviationColumn = defineOp<number>({
  name: 'logistic deviation column',
  shape: ([z], column) => {
    checkOutputs('logistic deviation column', z!);
    checkColumn('logistic deviation column', z!, column);
    return z!.shape;
  },
  lower: (context, [z], output, column) =>
    elementwise(
      'losses/unit-column.wgsl',
      sizeOf(output.shape),
      [read(z!), read(context.constant(Uint32Array.of(column), 'factor column')), readWrite(output)],
      { COLUMNS: output.shape[1]!, LOGISTIC: 1 },
    ),
  vjp: (cotangent, [z], output) => [deviationDerivative(z!, output, cotangent)],
  jvp: ([ofZ], [z], output) => deviationDerivative(z!, output, ofZ!),
});

/** `[N, D]`, √(σ(z)(1 − σ(z))) in one column and zero elsewhere. @throws ShapeError when there is no such column. */
export function logisticDeviationColumn(logits: Tensor, column: number): Tensor {
  return recordDeviationColumn([logits], column);
}

/** `√(σ(z)(1 − σ(z)))·v` elementwise on `[N, D]`. @throws ShapeError when the shapes differ. */
export function logisticDeviationProduct(logits: Tensor, vector: Tensor): Tensor {
  checkValues('logistic deviation product', logits, vector);
  return multiply(squareRoot(multiply(sigmoid(logits), sigmoid(negate(logits)))), vector);
}

/** √(σ(1 − σ)) has the derivative √(σ(1 − σ))·(½ − σ). */
function deviationDerivative(logits: Tensor, deviation: Tensor, along: Tensor): Tensor {
  return multiply(multiply(deviation, affine(sigmoid(logits), -1, 0.5)), along);
}
