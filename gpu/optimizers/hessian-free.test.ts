import { Matrix, solve } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { backward, rowsOf, traceCase, type DenseNetwork } from '../testing/dense-network.ts';
import { expectSameWeights, type ReferenceRule } from '../testing/optimizer-reference.ts';
import { runOptimizer, type OptimizerResult, type OptimizerRun } from '../testing/optimizer-run.ts';
import { hessianFree, type HessianFreeSettings } from './hessian-free.ts';

const LAMBDA = 0.1;
const DECAY = 0.05;
const widths = [3, 4, 2];
const settings: HessianFreeSettings = {
  iterations: 40,
  tolerance: 1e-7,
  warmStart: 0.95,
  damping: { kind: 'fixed', lambda: LAMBDA },
  weightDecay: DECAY,
};
const problem = { widths, cases: 7, seed: 11, steps: 3 } satisfies Omit<OptimizerRun, 'optimizer'>;

/** The mean of JᵀJ, `[P, P]` over the weights of all layers, row by row: the Gauss–Newton matrix of the squared error. */
function gaussNewton(network: DenseNetwork, inputs: readonly ArrayLike<number>[]): Matrix {
  const outputs = network.weights.at(-1)![0]!.length;
  const rows = inputs.flatMap((input) =>
    Array.from({ length: outputs }, (_, output) => {
      const trace = traceCase(network, input);
      const unit = Array.from({ length: outputs }, (__, index) => (index === output ? 1 : 0));
      const gradients = backward(network, trace, unit);
      return trace.inputs.flatMap((values, layer) => values.flatMap((value) => gradients[layer]!.map((gradient) => value * gradient)));
    }),
  );
  const jacobian = new Matrix(rows);
  return Matrix.mul(jacobian.transpose().mmul(jacobian), 1 / inputs.length);
}

/** The damped matrix and the gradient of the regularised loss at the weights given. */
function dampedProblem(
  { network, inputs }: OptimizerResult,
  gradients: readonly Float64Array[],
  weights: readonly Float64Array[],
): { damped: Matrix; slopes: Matrix } {
  const curvature = gaussNewton({ ...network, weights: weights.map((flat, layer) => rowsOf(flat, widths[layer + 1]!)) }, inputs);
  return {
    damped: Matrix.add(curvature, Matrix.mul(Matrix.eye(curvature.rows), LAMBDA + DECAY)),
    slopes: Matrix.columnVector(
      gradients.flatMap((flat, layer) => Array.from(flat, (value, index) => value + DECAY * weights[layer]![index]!)),
    ),
  };
}

/** The step x₁ d + x₂ δ that minimises the quadratic model; along d alone while δ is zero. */
function alongBoth(damped: Matrix, slopes: Matrix, direction: Matrix, update: Matrix): Matrix {
  const columns = update.norm() === 0 ? [direction] : [direction, update];
  const basis = new Matrix(columns.map((column) => column.to1DArray())).transpose();
  const coefficients = solve(basis.transpose().mmul(damped).mmul(basis), basis.transpose().mmul(slopes));
  return Matrix.mul(basis.mmul(coefficients), -1);
}

function layersOf(flat: Matrix, like: readonly Float64Array[]): Float64Array[] {
  const values = flat.to1DArray();
  let start = 0;
  return like.map(({ length }) => Float64Array.from(values.slice(start, (start += length))));
}

describe('Hessian-free', () => {
  test('with converged conjugate gradients takes the damped Gauss–Newton step of float64', async () => {
    const result = await runOptimizer({ ...problem, optimizer: hessianFree(settings) });
    const rule: ReferenceRule = (gradients, weights) => {
      const { damped, slopes } = dampedProblem(result, gradients, weights);
      return layersOf(Matrix.mul(solve(damped, slopes), -1), weights);
    };
    // Conjugate gradients in float32 end at a residual of about κ·2⁻²⁴, κ ≈ 30 here.
    expectSameWeights(result, rule, 1e-4);
    for (const { alpha, pivotFailures } of result.reports) {
      expect(alpha).toBeCloseTo(1, 3);
      expect(pivotFailures).toBe(0);
    }
  });

  test.each([0, 0.95])('cut short agrees with the same turns in float64, warm start %d', async (warmStart) => {
    const result = await runOptimizer({ ...problem, steps: 4, optimizer: hessianFree({ ...settings, iterations: 2, warmStart }) });
    let direction = Matrix.zeros(
      result.weights[0]!.reduce((sum, flat) => sum + flat.length, 0),
      1,
    );
    let update = direction;
    const rule: ReferenceRule = (gradients, weights) => {
      const { damped, slopes } = dampedProblem(result, gradients, weights);
      direction = Matrix.mul(direction, warmStart);
      let residual = Matrix.sub(slopes, damped.mmul(direction));
      let search = residual;
      for (let turn = 0; turn < 2; turn++) {
        const rate = residual.dot(residual) / search.dot(damped.mmul(search));
        direction = Matrix.add(direction, Matrix.mul(search, rate));
        const next = Matrix.sub(residual, Matrix.mul(damped.mmul(search), rate));
        search = Matrix.add(next, Matrix.mul(search, next.dot(next) / residual.dot(residual)));
        residual = next;
      }
      update = alongBoth(damped, slopes, direction, update);
      return layersOf(update, weights);
    };
    expectSameWeights(result, rule, 1e-4);
  });

  test('changes nothing in the turns after it rests', async () => {
    const run = (iterations: number): OptimizerRun => ({ ...problem, optimizer: hessianFree({ ...settings, iterations, tolerance: 0.3 }) });
    const [few, many] = [await runOptimizer(run(15)), await runOptimizer(run(60))];
    expect(many.weights).toEqual(few.weights);
    expect((await runOptimizer({ ...run(15), optimizer: hessianFree({ ...settings, iterations: 15 }) })).weights).not.toEqual(few.weights);
  });

  test('adapts λ by the reduction ratio', async () => {
    const optimizer = hessianFree({ ...settings, damping: { kind: 'levenberg-marquardt', lambda: 1 }, weightDecay: 0 });
    const { reports } = await runOptimizer({ ...problem, steps: 10, optimizer });
    expect(reports[4]!.rho).toBeGreaterThan(0.75);
    expect(reports[4]!.lambda).toBe(1);
    expect(reports[5]!.lambda).toBeCloseTo(0.95 ** 5, 6);
  });
});
