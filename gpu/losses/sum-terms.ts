import { defineOp } from '../graph/define-op.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add, subtract } from '../ops/binary.ts';
import { affine, negate } from '../ops/unary.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { checkOutputs, checkValues } from './check-operands.ts';
import { logisticDifference, logisticVarianceProduct } from './logistic.ts';
import { rowDots, rowKernels, scaleRows } from './row-kernels.ts';

/** The numbers `shaders/losses/terms.wgsl` knows them by. */
const TERMS = ['half squared difference', 'squared difference', 'bernoulli', 'squared difference of probabilities'] as const;

type Term = (typeof TERMS)[number];

/** Derivatives of each term by the output z and by the target x, `[N, D]`. */
const DERIVATIVES: Readonly<Record<Term, { byOutput(z: Tensor, x: Tensor): Tensor; byTarget(z: Tensor, x: Tensor): Tensor }>> = {
  'half squared difference': { byOutput: subtract, byTarget: (z, x) => subtract(x, z) },
  'squared difference': {
    byOutput: (z, x) => affine(subtract(z, x), 2),
    byTarget: (z, x) => affine(subtract(x, z), 2),
  },
  bernoulli: { byOutput: logisticDifference, byTarget: negate },
  'squared difference of probabilities': {
    byOutput: (z, x) => logisticVarianceProduct(z, affine(logisticDifference(z, x), 2)),
    byTarget: (z, x) => affine(logisticDifference(z, x), -2),
  },
};

const record = defineOp<Term>({
  name: 'sum of terms',
  shape: ([z, x], term) => {
    checkValues(term, z!, x!);
    return [checkOutputs(term, z!)[0]!];
  },
  lower: (context, [z, x], output, term) => {
    const [rows, columns] = z!.shape as readonly [number, number];
    const byFour = columns > 0 && columns % 4 === 0;
    return rowKernels(context, rows, byFour ? columns / 4 : columns, {
      shader: byFour ? 'losses/sum-terms-vector.wgsl' : 'losses/sum-terms.wgsl',
      overrides: { KIND: TERMS.indexOf(term) },
      bindings: [read(z!), read(x!), readWrite(output)],
    });
  },
  vjp: (cotangent, [z, x], _, term) => [
    scaleRows(DERIVATIVES[term].byOutput(z!, x!), cotangent),
    scaleRows(DERIVATIVES[term].byTarget(z!, x!), cotangent),
  ],
  jvp: ([ofZ, ofX], [z, x], _, term) => {
    const byOutput = ofZ ? rowDots(DERIVATIVES[term].byOutput(z!, x!), ofZ) : null;
    const byTarget = ofX ? rowDots(DERIVATIVES[term].byTarget(z!, x!), ofX) : null;
    return byOutput && byTarget ? add(byOutput, byTarget) : (byOutput ?? byTarget);
  },
});

/** Sum `[N]` of a term over each row of outputs and targets `[N, D]`. @throws ShapeError when the shapes differ. */
export function sumTerms(term: Term, outputs: Tensor, targets: Tensor): Tensor {
  return record([outputs, targets], term);
}
