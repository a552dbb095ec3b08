import { inverse, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { activation } from '../nn/activation.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import { readOnce } from '../runtime/readback.ts';
import { relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { Seeded } from '../testing/seeded.ts';
import { Curvature } from './curvature.ts';
import { curvatureGradients } from './estimation.ts';
import type { KroneckerLayout } from './factor-layout.ts';
import { WHOLE_KRONECKER } from './structure.ts';

const WIDTHS = [4, 5, 3, 4] as const;
const CASES = 30;
const LAMBDA = 0.05;

test('the block-tridiagonal direction is that of the dense inverse of the Markov extension of its blocks', async () => {
  const { blocks, cross, gradients, directions } = await run();
  const sizes = blocks.map(({ rows }) => rows);
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // F̂ has the damped blocks on its diagonal and the linking blocks beside it; what lies farther follows through the
  // layers between: F̂_ij = F_{i,i+1} F_{i+1,i+1}⁻¹ F̂_{i+1,j}, which is what makes its inverse block tridiagonal.
  const whole = Matrix.zeros(total, total);
  for (const [index, block] of blocks.entries()) whole.setSubMatrix(block, starts[index]!, starts[index]!);
  for (let distance = 1; distance < blocks.length; distance++) {
    for (let row = 0; row + distance < blocks.length; row++) {
      const column = row + distance;
      const next =
        distance === 1
          ? cross[row]!
          : cross[row]!.mmul(inverse(blocks[row + 1]!)).mmul(
              whole.subMatrix(
                starts[row + 1]!,
                starts[row + 1]! + sizes[row + 1]! - 1,
                starts[column]!,
                starts[column]! + sizes[column]! - 1,
              ),
            );
      whole.setSubMatrix(next, starts[row]!, starts[column]!);
      whole.setSubMatrix(next.transpose(), starts[column]!, starts[row]!);
    }
  }
  const precision = inverse(whole);
  const corner = precision.subMatrix(starts[0]!, starts[0]! + sizes[0]! - 1, starts[2]!, starts[2]! + sizes[2]! - 1);
  expect(corner.norm() / precision.norm()).toBeLessThan(1e-10);
  const expected = precision.mmul(Matrix.columnVector(gradients)).to1DArray();
  expect(relativeError(directions, expected)).toBeLessThan(1e-4);
  // The links matter: the block-diagonal direction is another.
  const alone = blocks.flatMap((block, index) =>
    inverse(block)
      .mmul(Matrix.columnVector(gradients.slice(starts[index], starts[index]! + sizes[index]!)))
      .to1DArray(),
  );
  expect(relativeError(alone, expected)).toBeGreaterThan(1e-2);
});

interface TridiagonalRun {
  /** Damped A ⊗ G of each layer, and E[ā ā₊ᵀ] ⊗ E[g g₊ᵀ] of each pair of neighbours. */
  readonly blocks: readonly Matrix[];
  readonly cross: readonly Matrix[];
  /** Of all layers one after the other. */
  readonly gradients: readonly number[];
  readonly directions: readonly number[];
}

async function run(): Promise<TridiagonalRun> {
  const context = await testDevice();
  const numbers = new Seeded(77);
  const model = sequential(
    WIDTHS.slice(1).flatMap((outputs, index) => {
      const linear = dense(`dense ${index + 1}`, WIDTHS[index]!, outputs, 'glorot');
      return index === WIDTHS.length - 2 ? [linear] : [linear, activation(`tanh ${index + 1}`, 'tanh')];
    }),
  );
  const state = new State();
  const parameters = state.variable('parameters', [model.layout.size], model.initialise(3));
  const inputs = state.variable('inputs', [CASES, WIDTHS[0]], numbers.normals(CASES * WIDTHS[0]));
  const labels = state.variable('labels', [CASES], numbers.integers(CASES, 0, WIDTHS[3] - 1));
  const counter = state.variable('counter', [2], Uint32Array.of(1, 1));
  const lambda = state.variable('lambda', [1], Float32Array.of(LAMBDA));
  const curvature = new Curvature(state, model.layout, {
    structures: model.layout.slices.map(() => WHOLE_KRONECKER),
    estimation: 'exact',
    decay: 0.95,
    representation: 'tridiagonal',
  });
  const layouts = curvature.layout.blocks as readonly KroneckerLayout[];
  const graph = new Graph();
  const pass = model.apply(graph, parameters, graph.read(inputs), { kind: 'training', counter: null });
  const gradients = preactivationGradients(pass, softmaxCrossEntropy.gradient(pass.outputs, graph.read(labels)));
  curvature.update(graph, pass.sites, curvatureGradients('exact', pass, softmaxCrossEntropy, graph.read(counter), gradients));
  curvature.refresh(graph, graph.read(lambda), graph.read(counter));
  const weights = pass.sites.map((site, index) => weightGradient(site, gradients[index]!, 0));
  const stored = (label: string, tensors: readonly Tensor[]): Variable[] =>
    tensors.map((tensor, index) => {
      const variable = state.variable(`${label} ${index}`, tensor.shape);
      graph.store(tensor, graph.read(variable));
      return variable;
    });
  const gradientVariables = stored('gradient', weights);
  const directionVariables = stored(
    'direction',
    curvature.precondition(
      graph,
      weights.map((gradient) => ({ route: 'gradient', gradient })),
    ),
  );
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  try {
    compiled.program.submit(context.device);
    const values = async (variable: Variable): Promise<number[]> => [...new Float32Array(await readOnce(context, [state.range(variable)]))];
    const flat = async (variables: readonly Variable[]): Promise<number[]> => (await Promise.all(variables.map(values))).flat();
    const [factors, shifts] = [await values(curvature.factors), await values(curvature.inverses.shifts)];
    const damped = ({ offset, size }: { offset: number; size: number }, shift: number): Matrix =>
      Matrix.from1DArray(size, size, factors.slice(offset, offset + size ** 2)).add(Matrix.eye(size).mul(shift));
    const moments = async (variable: Variable): Promise<Matrix> =>
      Matrix.from1DArray(variable.shape[0]!, variable.shape[1]!, await values(variable));
    const kept = new Map(state.kept.map((variable) => [variable.label, variable]));
    const cross = async (below: KroneckerLayout, above: KroneckerLayout, side: 'A' | 'G'): Promise<Matrix> =>
      moments(kept.get(`${below.slice.name} and ${above.slice.name} cross ${side}`)!);
    return {
      blocks: layouts.map(({ a, g }, index) => damped(a[0]!, shifts[2 * index]!).kroneckerProduct(damped(g[0]!, shifts[2 * index + 1]!))),
      cross: await Promise.all(
        layouts.slice(1).map(async (above, index) => {
          const below = layouts[index]!;
          return (await cross(below, above, 'A')).kroneckerProduct(await cross(below, above, 'G'));
        }),
      ),
      gradients: await flat(gradientVariables),
      directions: await flat(directionVariables),
    };
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}
