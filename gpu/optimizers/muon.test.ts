import { Matrix } from 'ml-matrix';
import { test } from 'vitest';
import { rowsOf } from '../testing/dense-network.ts';
import { expectSameWeights, type ReferenceRule } from '../testing/optimizer-reference.ts';
import { runOptimizer } from '../testing/optimizer-run.ts';
import { muon } from './muon.ts';

/** Small singular values grow 3.4445⁵-fold in the five steps, and the rounding of the gradient with them. */
const ALLOWED = 485 * 1e-6;

test.each([false, true])('six steps agree with float64, Nesterov %s', async (nesterov) => {
  const optimizer = muon({
    learningRate: 0.02,
    schedule: { warmUp: 0, decay: { kind: 'constant' } },
    momentum: 0.9,
    nesterov,
    weightDecay: 0.1,
  });
  const widths = [3, 6, 2];
  const velocities: Matrix[] = [];
  const rule: ReferenceRule = (gradients, weights) =>
    gradients.map((flat, layer) => {
      const gradient = new Matrix(rowsOf(flat, widths[layer + 1]!));
      const velocity = Matrix.add(Matrix.mul(velocities[layer] ?? Matrix.zeros(gradient.rows, gradient.columns), 0.9), gradient);
      velocities[layer] = velocity;
      const direction = orthogonalised(nesterov ? Matrix.add(gradient, Matrix.mul(velocity, 0.9)) : velocity);
      const scale = Math.sqrt(Math.max(1, gradient.columns / gradient.rows));
      return weights[layer]!.map((weight, index) => -0.02 * (scale * direction.to1DArray()[index]! + 0.1 * weight));
    });
  expectSameWeights(await runOptimizer({ optimizer, widths, steps: 6, cases: 7, seed: 11 }), rule, ALLOWED);
});

/** Five quintic steps, always from the left. */
function orthogonalised(matrix: Matrix): Matrix {
  let x = Matrix.mul(matrix, 1 / (matrix.norm('frobenius') + 1e-7));
  for (let iteration = 0; iteration < 5; iteration++) {
    const gram = x.mmul(x.transpose());
    const factor = Matrix.add(Matrix.mul(gram, -4.775), Matrix.mul(gram.mmul(gram), 2.0315));
    x = Matrix.add(Matrix.mul(x, 3.4445), factor.mmul(x));
  }
  return x;
}
