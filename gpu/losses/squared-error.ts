import { defineOp } from '../graph/define-op.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { subtract } from '../ops/binary.ts';
import { elementwise } from '../ops/elementwise.ts';
import { randomNormal } from '../ops/random.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { checkColumn, checkOutputs, checkValues } from './check-operands.ts';
import type { Loss } from './loss.ts';
import { sumTerms } from './sum-terms.ts';

const recordUnitColumn = defineOp<number>({
  name: 'unit column',
  shape: ([z], column) => {
    checkOutputs('unit column', z!);
    checkColumn('unit column', z!, column);
    return z!.shape;
  },
  lower: (context, [z], output, column) =>
    elementwise(
      'losses/unit-column.wgsl',
      sizeOf(output.shape),
      [read(z!), read(context.constant(Uint32Array.of(column), 'factor column')), readWrite(output)],
      { COLUMNS: output.shape[1]!, LOGISTIC: 0 },
    ),
  vjp: () => [null],
  jvp: () => null,
});

/** B and F_R are the identity. */
function unchanged(outputs: Tensor, vector: Tensor): Tensor {
  checkOutputs('squared error', outputs);
  checkValues('squared error', outputs, vector);
  return vector;
}

/** ½‖z − x‖²: the negative log-likelihood of a Gaussian of unit variance around z, up to a constant; F_R = I. */
export const squaredError: Loss = {
  name: 'squared-error',
  targets: 'values',
  values: (outputs, targets) => sumTerms('half squared difference', outputs, targets),
  gradient: (outputs, targets) => {
    checkOutputs('squared error', outputs);
    checkValues('squared error', outputs, targets);
    return subtract(outputs, targets);
  },
  // z − (z + ε) = −ε, which has the distribution of ε.
  sampledGradient: (outputs, counter, purpose) => randomNormal(counter, checkOutputs('squared error', outputs), purpose),
  fisherFactorColumn: (outputs, column) => recordUnitColumn([outputs], column),
  fisherFactorColumns: (outputDimension) => outputDimension,
  fisherFactorProduct: unchanged,
  fisherProduct: unchanged,
  metric: (outputs, targets) => sumTerms('squared difference', outputs, targets),
  predict: (outputs) => outputs,
};
