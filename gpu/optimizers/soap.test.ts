import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { rowsOf } from '../testing/dense-network.ts';
import { expectSameWeights, type ReferenceRule } from '../testing/optimizer-reference.ts';
import { runOptimizer } from '../testing/optimizer-run.ts';
import { SideFactors } from '../testing/side-factors.ts';
import { soap } from './soap.ts';

// Square weights, whose gradients have full rank: in a null space any basis is as good as another.
const widths = [3, 4, 5];
const BETA_1 = 0.8;
const BETA_2 = 0.9;
const EPSILON = 0.05;
/** Condition of the factors that the seed keeps to; beyond it the iteration turns the least directions slowly on purpose. */
const CONDITION = 1e4;
/** Eigenvectors of the least eigenvalues are known to κ·2⁻²⁴, some 5e-4, and six steps add up. */
const ALLOWED = 2e-3;

test.each([1, 3, 100])('six steps agree with float64, bases turned every %d steps', async (refreshEvery) => {
  const optimizer = soap({
    learningRate: 0.05,
    schedule: { warmUp: 0, decay: { kind: 'constant' } },
    beta1: BETA_1,
    beta2: BETA_2,
    epsilon: EPSILON,
    decay: 0.9,
    refreshEvery,
    weightDecay: 0.1,
  });
  const layers = widths.slice(1).map((columns) => ({
    columns,
    factors: new SideFactors(0.9),
    first: Matrix.zeros(columns, columns),
    second: Matrix.zeros(columns, columns),
  }));
  const rule: ReferenceRule = (gradients, weights, step) =>
    gradients.map((flat, index) => {
      const layer = layers[index]!;
      const { factors, columns } = layer;
      const gradient = new Matrix(rowsOf(flat, columns));
      layer.first = Matrix.add(Matrix.mul(layer.first, BETA_1), Matrix.mul(gradient, 1 - BETA_1));
      factors.update(gradient);
      if (step === 1) factors.solve();
      else if (step % refreshEvery === 0) factors.refresh();
      const rotated = factors.rotate(gradient);
      layer.second = Matrix.add(Matrix.mul(layer.second, BETA_2), Matrix.mul(Matrix.mul(rotated, rotated), 1 - BETA_2));
      const root = Matrix.sqrt(Matrix.div(layer.second, 1 - BETA_2 ** step));
      const scaled = Matrix.div(Matrix.div(factors.rotate(layer.first), 1 - BETA_1 ** step), Matrix.add(root, EPSILON));
      const direction = factors.rotateBack(scaled).to1DArray();
      return weights[index]!.map((weight, element) => -0.05 * (direction[element]! + 0.1 * weight));
    });
  const result = await runOptimizer({ optimizer, widths, steps: 6, cases: 12, seed: 2 });
  expectSameWeights(result, rule, ALLOWED);
  expect(result.finding).toBeNull();
  for (const { factors } of layers) expect(factors.condition).toBeLessThan(CONDITION);
});
