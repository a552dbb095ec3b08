import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { dense } from '../nn/dense.ts';
import type { Layer } from '../nn/layer.ts';
import { sequential } from '../nn/network.ts';
import { recurrent, type RecurrentCell } from '../nn/recurrent.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import { readOnce } from '../runtime/readback.ts';
import { relativeError } from '../testing/dense-network.ts';
import { testDevice } from '../testing/device.ts';
import { Seeded } from '../testing/seeded.ts';
import { Curvature, type CurvatureSettings } from './curvature.ts';
import { curvatureGradients, type Estimation } from './estimation.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { WHOLE_KRONECKER, type BlockStructure, type ChainModel } from './structure.ts';

const CASES = 5;
const STEPS = 4;
const INPUTS = 2;
const UNITS = 3;
const CLASSES = 3;

/** Max-normalised agreement asked of float32 moments, and of directions, whose damped condition is some hundreds. */
const MOMENTS = 2e-5;
const DIRECTIONS = 5e-4;

const WHOLE = { kind: 'kronecker', inputParts: 1, outputParts: 1 } as const;
const option1: BlockStructure = { ...WHOLE, sharing: 'option-1' };
const option2: BlockStructure = { ...WHOLE, sharing: 'option-2' };

describe('chains in time', () => {
  test.each<{ cell: RecurrentCell; blocks: readonly [BlockStructure, BlockStructure] }>([
    { cell: 'rnn', blocks: [option1, option2] },
    { cell: 'gru', blocks: [option2, option1] },
    {
      cell: 'lstm',
      blocks: [
        { ...WHOLE, outputParts: 4, sharing: 'option-1' },
        { ...WHOLE, outputParts: 4, sharing: 'option-2' },
      ],
    },
  ])('directions of the weights of a $cell are those of the dense inverse of all V_d', async ({ cell, blocks }) => {
    const weights = await run({ cell, blocks, estimation: 'empirical', returns: 'last' });
    for (const weight of weights) {
      expect(relativeError(weight.lagA.to1DArray(), lagOf(weight, 'inputs').to1DArray()), `${weight.name}, A₁`).toBeLessThan(MOMENTS);
      expect(relativeError(weight.lagG.to1DArray(), lagOf(weight, 'gradients').to1DArray()), `${weight.name}, G₁`).toBeLessThan(MOMENTS);
      const fisher = weight.model === 'option-1' ? sumOfChain(weight, STEPS) : endlessSum(weight);
      const expected = inverse(fisher).mmul(Matrix.columnVector(weight.gradient)).to1DArray();
      expect(relativeError(weight.direction, expected), `${weight.name}, ${weight.model}`).toBeLessThan(DIRECTIONS);
      // The chain matters: steps that know nothing of each other give another direction.
      expect(relativeError(expanded(weight), expected), `${weight.name}, expanded`).toBeGreaterThan(2e-2);
    }
  });

  test('identity 18: with ψ = 0 options 1 and 2 are expand', async () => {
    // States that nothing is made of leave every step to its own loss, so that gradients of two steps have nothing in common.
    const alone = (blocks: readonly [BlockStructure, BlockStructure]): Promise<readonly RecurrentWeight[]> =>
      run({ cell: 'rnn', blocks, estimation: 'exact', returns: 'sequence', alter: forgetStates });
    const expand = await alone([WHOLE, WHOLE]);
    for (const chained of [await alone([option1, option1]), await alone([option2, option2])]) {
      for (const [index, { name, model, lagA, lagG, direction }] of chained.entries()) {
        expect(lagG.norm(), `${name}, G₁`).toBe(0);
        expect(lagA.norm(), `${name}, A₁`).toBeGreaterThan(0.1);
        expect(relativeError(direction, expand[index]!.direction), `${name}, ${model}`).toBeLessThan(DIRECTIONS);
      }
    }
  });

  test('only recurrent weights with several steps and estimated gradients make a chain, and only factored blocks', () => {
    const [cell, single, plain] = [
      recurrent('cell', { cell: 'rnn', inputs: 2, units: 3, steps: 4, returns: 'last', initialisation: 'glorot' }),
      recurrent('cell', { cell: 'rnn', inputs: 2, units: 3, steps: 1, returns: 'last', initialisation: 'glorot' }),
      dense('dense', 2, 3, 'glorot'),
    ];
    const build = (layer: Layer, settings: Partial<CurvatureSettings>): Curvature => {
      const { layout } = sequential([layer]);
      const structures = layout.slices.map(() => option1);
      return new Curvature(new State(), layout, { structures, estimation: 'sampled', decay: 0.95, ...settings });
    };
    expect(build(cell, {}).blocks).toHaveLength(2);
    expect(() => build(plain, {})).toThrow(
      'block dense: expected a recurrent weight with several time steps for "option-1", got one that goes along no sequence; choose "expand"',
    );
    expect(() => build(single, {})).toThrow('several time steps for "option-1", got a single step');
    expect(() => build(cell, { estimation: 'forward-only' })).toThrow('expected estimated gradients for "option-1", got none');
    expect(() => build(cell, { representation: 'eigenbasis' })).toThrow(
      'block cell input: expected the representation "factored" beside "option-1", got "eigenbasis"; choose it or share by "expand"',
    );
  });
});

function forgetStates(weight: Float32Array, name: string): void {
  if (name === 'cell state') weight.fill(0);
}

interface RecurrentWeight {
  readonly name: string;
  readonly model: ChainModel | 'expand';
  /** `[1, rows]` homogeneous inputs and gradients by case and time step. */
  readonly inputs: readonly (readonly (readonly number[])[])[];
  readonly gradients: readonly (readonly (readonly number[])[])[];
  /** Damped A and G, with zeros between parts, and the moments of neighbouring time steps, likewise. */
  readonly a: Matrix;
  readonly g: Matrix;
  readonly lagA: Matrix;
  readonly lagG: Matrix;
  readonly gradient: readonly number[];
  readonly direction: readonly number[];
  readonly layout: KroneckerLayout;
}

/** Σ_t x_t x_{t−1}ᵀ, a mean over rows of inputs, and over cases of gradients, as there is one term a case. */
function lagOf({ layout, ...weight }: RecurrentWeight, side: 'inputs' | 'gradients'): Matrix {
  const sequences = weight[side];
  const size = sequences[0]![0]!.length;
  const moment = Matrix.zeros(size, size);
  for (const sequence of sequences) {
    for (let step = 1; step < STEPS; step++) {
      moment.add(Matrix.columnVector(sequence[step]!).mmul(Matrix.rowVector(sequence[step - 1]!)));
    }
  }
  moment.div(side === 'inputs' ? CASES * STEPS : CASES);
  return withinParts(moment, side === 'inputs' ? layout.a : layout.g);
}

function withinParts(matrix: Matrix, parts: readonly SideMatrix[]): Matrix {
  const partOf = (index: number): number => parts.findLastIndex(({ start }) => start <= index);
  return matrix.clone().apply(function (this: Matrix, row, column) {
    if (partOf(row) !== partOf(column)) this.set(row, column, 0);
  });
}

function symmetric(matrix: Matrix): Matrix {
  return Matrix.add(matrix, matrix.transpose()).mul(0.5);
}

/** V₀ of a sequence whose T V₀ is A ⊗ G, and Ψ = V₁V₀⁻¹. */
function chainOf({ a, g, lagA, lagG, model }: RecurrentWeight): { readonly start: Matrix; readonly psi: Matrix } {
  const [oneA, oneG] = model === 'option-1' ? [symmetric(lagA), symmetric(lagG)] : [lagA, lagG];
  const psi = oneA.mmul(inverse(a)).kroneckerProduct(oneG.mmul(inverse(g)));
  return { start: a.kroneckerProduct(g).div(STEPS), psi };
}

/** The second moment of Σ_t w_t: all blocks V_{t−s} of the `[T·P, T·P]` matrix of all w_t, V_{−d} = V_dᵀ. */
function sumOfChain(weight: RecurrentWeight, steps: number): Matrix {
  const { start, psi } = chainOf(weight);
  const moments = [start];
  while (moments.length < steps) moments.push(psi.mmul(moments.at(-1)!));
  const sum = Matrix.zeros(start.rows, start.columns);
  for (let one = 0; one < steps; one++) {
    for (let other = 0; other < steps; other++) {
      const moment = moments[Math.abs(one - other)]!;
      sum.add(one >= other ? moment : moment.transpose());
    }
  }
  return sum;
}

/** T Σ_d V_d over all d, by adding V_d up until they vanish. */
function endlessSum(weight: RecurrentWeight): Matrix {
  const { start, psi } = chainOf(weight);
  const sum = start.clone();
  let moment = start;
  let distance = 0;
  do {
    moment = psi.mmul(moment);
    sum.add(moment).add(moment.transpose());
    if (++distance > 10_000) throw new Error('expected a chain that forgets, got one that does not');
  } while (moment.norm() > 1e-14 * sum.norm());
  return sum.mul(STEPS);
}

function expanded({ a, g, gradient }: RecurrentWeight): number[] {
  return inverse(a.kroneckerProduct(g))
    .mmul(Matrix.columnVector([...gradient]))
    .to1DArray();
}

interface RunOptions {
  readonly cell: RecurrentCell;
  /** Of the weights of inputs and states. */
  readonly blocks: readonly [BlockStructure, BlockStructure];
  readonly estimation: Estimation;
  readonly returns: 'sequence' | 'last';
  /** Changes the drawn parameters in place. */
  readonly alter?: (weight: Float32Array, name: string) => void;
}

/** Estimates, inverts and preconditions the weights of a recurrent layer on one batch. */
async function run({ cell, blocks, estimation, returns, alter }: RunOptions): Promise<readonly RecurrentWeight[]> {
  const context = await testDevice();
  const numbers = new Seeded(5);
  const model = sequential([
    recurrent('cell', { cell, inputs: INPUTS, units: UNITS, steps: STEPS, returns, initialisation: 'glorot' }),
    dense('classes', UNITS, CLASSES, 'glorot'),
  ]);
  const drawn = new Float32Array(model.layout.size);
  for (const { name, shape, offset } of model.layout.slices) {
    const weight = numbers.normals(shape[0]! * shape[1]!, 0.7);
    alter?.(weight, name);
    drawn.set(weight, offset);
  }
  const terms = returns === 'last' ? CASES : CASES * STEPS;
  const state = new State();
  const parameters = state.variable('parameters', [model.layout.size], drawn);
  const inputs = state.variable('inputs', [CASES, STEPS, INPUTS], numbers.normals(CASES * STEPS * INPUTS));
  const labels = state.variable('labels', [terms], numbers.integers(terms, 0, CLASSES - 1));
  const counter = state.variable('counter', [2], Uint32Array.of(1, 1));
  const lambda = state.variable('lambda', [1], Float32Array.of(1e-3));
  const curvature = new Curvature(state, model.layout, { structures: [...blocks, WHOLE_KRONECKER], estimation, decay: 0.95 });
  const graph = new Graph();
  const pass = model.apply(graph, parameters, graph.read(inputs), { kind: 'training', counter: null });
  const gradients = preactivationGradients(pass, softmaxCrossEntropy.gradient(pass.outputs, graph.read(labels)));
  curvature.update(graph, pass.sites, curvatureGradients(estimation, pass, softmaxCrossEntropy, graph.read(counter), gradients));
  curvature.refresh(graph, graph.read(lambda), graph.read(counter));
  const weightGradients = pass.sites.map((site, index) => weightGradient(site, gradients[index]!, 0));
  const directions = curvature.precondition(
    graph,
    weightGradients.map((gradient) => ({ route: 'gradient', gradient })),
  );
  const stored = [0, 1].map((index) =>
    [pass.sites[index]!.input, gradients[index]!, weightGradients[index]!, directions[index]!].map((tensor, place) => {
      const variable = state.variable(`result ${index} ${place}`, tensor.shape);
      graph.store(tensor, graph.read(variable));
      return variable;
    }),
  );
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  try {
    compiled.program.submit(context.device);
    const values = async (variable: Variable): Promise<number[]> => [...new Float32Array(await readOnce(context, [state.range(variable)]))];
    const kept = new Map(state.kept.map((variable) => [variable.label, variable]));
    const [factors, shifts] = [await values(curvature.factors), await values(curvature.inverses.shifts)];
    return await Promise.all(
      stored.map(async (variables, index): Promise<RecurrentWeight> => {
        const layout = curvature.layout.blocks[index] as KroneckerLayout;
        const { name, series } = layout.slice;
        const [input, gradient, weight, direction] = (await Promise.all(variables.map(values))) as [number[], number[], number[], number[]];
        const [rows, outputs] = layout.slice.shape as readonly [number, number];
        const inTime = (flat: readonly number[], columns: number, last: readonly number[]): number[][][] =>
          Array.from({ length: CASES }, (_, example) =>
            Array.from({ length: STEPS }, (__, step) => {
              const row = series?.axis === 'uses' ? step * CASES + example : example * STEPS + step;
              return [...flat.slice(row * columns, (row + 1) * columns), ...last];
            }),
          );
        const side = async (
          parts: readonly SideMatrix[],
          size: number,
          contentOf: (part: SideMatrix, place: number) => Promise<number[]>,
        ) => {
          const whole = Matrix.zeros(size, size);
          for (const [place, part] of parts.entries()) {
            whole.setSubMatrix(Matrix.from1DArray(part.size, part.size, await contentOf(part, place)), part.start, part.start);
          }
          return whole;
        };
        const damped = (parts: readonly SideMatrix[], size: number) =>
          side(parts, size, async (part) => {
            const shift = shifts[curvature.inverses.shiftIndex(part)]!;
            const matrix = factors.slice(part.offset, part.offset + part.size ** 2);
            return Promise.resolve(matrix.map((value, at) => value + (at % (part.size + 1) === 0 ? shift : 0)));
          });
        const lag = (symbol: 'A' | 'G', parts: readonly SideMatrix[], size: number) =>
          layout.chain === null
            ? Promise.resolve(Matrix.zeros(size, size))
            : side(parts, size, (_, place) => values(kept.get(`${name} lag ${symbol}${parts.length === 1 ? '' : `.${place}`}`)!));
        return {
          name,
          layout,
          model: layout.chain?.model ?? 'expand',
          inputs: inTime(input, rows - 1, [1]),
          gradients: inTime(gradient, outputs, []),
          a: await damped(layout.a, rows),
          g: await damped(layout.g, outputs),
          lagA: await lag('A', layout.a, rows),
          lagG: await lag('G', layout.g, outputs),
          gradient: weight,
          direction,
        };
      }),
    );
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}
