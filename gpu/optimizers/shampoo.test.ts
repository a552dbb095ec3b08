import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { rowsOf } from '../testing/dense-network.ts';
import { expectSameWeights, type ReferenceRule } from '../testing/optimizer-reference.ts';
import { runOptimizer } from '../testing/optimizer-run.ts';
import { matrixPower, SideFactors } from '../testing/side-factors.ts';
import { shampoo } from './shampoo.ts';

const widths = [3, 6, 2];
const EPSILON = 1e-3;
/** Eigenvalues are known to 1e-6 of the largest; beside ε = 1e-3 the fourth root keeps a quarter of that. */
const ALLOWED = 1e-3;

test.each<readonly [boolean, number]>([
  [false, 1],
  [true, 1],
  [true, 4],
])('six steps agree with float64, grafting %s, roots solved every %d steps', async (grafting, refreshEvery) => {
  const optimizer = shampoo({
    learningRate: 0.05,
    schedule: { warmUp: 0, decay: { kind: 'constant' } },
    decay: 0.9,
    epsilon: EPSILON,
    refreshEvery,
    grafting,
    momentum: 0.8,
    nesterov: true,
    weightDecay: 0.1,
  });
  const layers = widths.slice(1).map((columns, index) => ({
    columns,
    factors: new SideFactors(0.9),
    roots: [Matrix.zeros(0, 0), Matrix.zeros(0, 0)] as [Matrix, Matrix],
    velocity: Matrix.zeros(widths[index]! + 1, columns),
  }));
  const rule: ReferenceRule = (gradients, weights, step) =>
    gradients.map((flat, index) => {
      const layer = layers[index]!;
      const gradient = new Matrix(rowsOf(flat, layer.columns));
      layer.factors.update(gradient);
      if (step === 1 || step % refreshEvery === 0) {
        layer.roots = [matrixPower(layer.factors.left!, -1 / 4, EPSILON), matrixPower(layer.factors.right!, -1 / 4, EPSILON)];
      }
      let direction = layer.roots[0].mmul(gradient).mmul(layer.roots[1]);
      if (grafting) direction = Matrix.mul(direction, gradient.norm() / direction.norm());
      const decayed = Matrix.add(direction, Matrix.mul(new Matrix(rowsOf(weights[index]!, layer.columns)), 0.1));
      layer.velocity = Matrix.add(Matrix.mul(layer.velocity, 0.8), decayed);
      return Float64Array.from(Matrix.mul(Matrix.add(decayed, Matrix.mul(layer.velocity, 0.8)), -0.05).to1DArray());
    });
  const result = await runOptimizer({ optimizer, widths, steps: 6, cases: 12, seed: 11 });
  expectSameWeights(result, rule, ALLOWED);
  expect(result.finding).toBeNull();
});
