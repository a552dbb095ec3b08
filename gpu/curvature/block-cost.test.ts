import { describe, expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { sizeOf } from '../graph/tensor.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { dense } from '../nn/dense.ts';
import { embedding } from '../nn/embedding.ts';
import { network, sequential } from '../nn/network.ts';
import { recurrent } from '../nn/recurrent.ts';
import { preactivationGradients } from '../nn/site-gradients.ts';
import { tiedOutput } from '../nn/tied-output.ts';
import { blockCost, relativeCost, type CostProblem } from './block-cost.ts';
import { Curvature } from './curvature.ts';
import { EigenBlock } from './eigen-block.ts';
import { curvatureGradients, passesOf, type Estimation } from './estimation.ts';
import { WHOLE_KRONECKER, type BlockStructure } from './structure.ts';

const INPUTS = 12;
const OUTPUTS = 6;
const BATCH = 40;

const SPLIT: BlockStructure = { kind: 'kronecker', inputParts: 4, outputParts: 3 };
const BLOCKS: readonly ({ readonly name: string } & Pick<CostProblem, 'structure' | 'representation'>)[] = [
  { name: 'a whole Kronecker block', structure: WHOLE_KRONECKER, representation: 'factored' },
  { name: 'a split block', structure: SPLIT, representation: 'factored' },
  { name: 'a block in its eigenbasis', structure: WHOLE_KRONECKER, representation: 'eigenbasis' },
  { name: 'a split EKFAC block', structure: SPLIT, representation: 'ekfac' },
  { name: 'a diagonal block', structure: { kind: 'diagonal' }, representation: 'factored' },
  { name: 'a full block', structure: { kind: 'full' }, representation: 'factored' },
];
const ESTIMATIONS: readonly Estimation[] = ['sampled', 'exact', 'curvature-propagation', 'empirical', 'forward-only'];

const PLAIN_PROBLEM: CostProblem = {
  use: 'dense',
  rowsPerCase: 1,
  inputs: INPUTS,
  outputs: OUTPUTS,
  structure: WHOLE_KRONECKER,
  representation: 'factored',
  estimation: 'sampled',
  statisticsCases: BATCH,
  fisherColumns: OUTPUTS,
  batch: BATCH,
  gradientNeeded: false,
  hasExtraTerm: false,
};

/** The curvature of one layer as a step traces it. */
function traced(problem: CostProblem) {
  const model = sequential([dense('first', problem.inputs, problem.outputs, 'glorot')]);
  const state = new State();
  const graph = new Graph();
  const curvature = new Curvature(state, model.layout, {
    structures: [problem.structure],
    estimation: problem.estimation,
    representation: problem.representation,
    decay: 0.95,
  });
  const parameters = state.variable('parameters', [model.layout.size]);
  const inputs = graph.read(state.variable('inputs', [problem.batch, problem.inputs]));
  const targets = graph.read(state.variable('targets', [problem.batch], 'u32'));
  const counter = graph.read(state.variable('counter', [2], 'u32'));
  const pass = model.apply(graph, parameters, inputs, { kind: 'training', counter: null });
  const gradients = preactivationGradients(pass, softmaxCrossEntropy.gradient(pass.outputs, targets));
  return { graph, curvature, pass, gradients, counter };
}

const SPLIT_IN_TIME: BlockStructure = { kind: 'kronecker', inputParts: 2, outputParts: 3 };
/** Status of the roots, status and drift of the eigenproblem: one word each, which no plan counts. */
const WORDS_A_MATRIX = 3;

/** The curvature of the inputs' weight of a recurrent layer. */
function tracedChain(problem: CostProblem, steps: number) {
  const { batch, inputs, outputs } = problem;
  const layer = recurrent('cell', { cell: 'rnn', inputs, units: outputs, steps, returns: 'last', initialisation: 'glorot' });
  const model = sequential([layer]);
  const state = new State();
  const graph = new Graph();
  const curvature = new Curvature(state, model.layout, {
    structures: [problem.structure, { kind: 'diagonal' }],
    estimation: problem.estimation,
    decay: 0.95,
  });
  const pass = model.apply(
    graph,
    state.variable('parameters', [model.layout.size]),
    graph.read(state.variable('inputs', [batch, steps, inputs])),
    { kind: 'training', counter: null },
  );
  const gradients = preactivationGradients(pass, pass.outputs);
  return { state, graph, curvature, site: pass.sites[0]!, gradients: gradients[0]! };
}

/** Multiply-adds of the products and second moments in a trace from a node on. */
function multiplyAdds(graph: Graph, from: number): number {
  return graph.nodes.slice(from).reduce((sum, node) => {
    if (node.kind === 'op' && node.rules.name === 'matmul') {
      // `[m, k] · [k, n]`: every row meets every element of the right operand.
      return sum + node.output.shape[0]! * sizeOf(node.inputs[1]!.shape);
    }
    if (node.kind === 'effect' && node.name === 'gram') {
      const size = node.updates[0]!.shape[0]!;
      return sum + (node.reads[0]!.shape[0]! * size * (size + 1)) / 2;
    }
    return sum;
  }, 0);
}

describe('the cost of a block', () => {
  test.each(BLOCKS)('counts the bytes that $name declares', ({ structure, representation }) => {
    const { curvature } = traced({ ...PLAIN_PROBLEM, structure, representation });
    const block = curvature.blocks[0]!;
    const eigenvalues = block instanceof EigenBlock ? block.bases.values : null;
    const variables = [curvature.factors, ...curvature.derived.map(({ variable }) => variable), eigenvalues, block.entries];
    const kept = variables.reduce((sum, variable) => sum + (variable ? sizeOf(variable.shape) : 0), 0);
    expect(blockCost({ ...PLAIN_PROBLEM, structure, representation }).bytes).toBe(4 * kept);
  });

  test.each(BLOCKS)('counts the products that the statistics of $name are traced with', ({ structure, representation }) => {
    for (const estimation of ['empirical', 'exact'] as const) {
      const problem = { ...PLAIN_PROBLEM, structure, representation, estimation };
      const { graph, curvature, pass, gradients } = traced(problem);
      const { sets, backward } = passesOf(estimation, OUTPUTS);
      const from = graph.nodes.length;
      curvature.update(
        graph,
        pass.sites,
        Array.from({ length: sets }, () => gradients),
      );
      const passes = backward * BATCH * INPUTS * OUTPUTS;
      // A full block multiplies signals elementwise first, which is no matrix product.
      const elementwise = structure.kind === 'full' ? sets * BATCH * (INPUTS + 1) * OUTPUTS : 0;
      expect(blockCost(problem).statistics).toBe(passes + elementwise + multiplyAdds(graph, from));
    }
  });

  test.each(BLOCKS)('counts the products that $name preconditions with, beyond the gradient', ({ structure, representation }) => {
    for (const batch of [2, 500]) {
      const problem = { ...PLAIN_PROBLEM, structure, representation, batch };
      const { graph, curvature, pass, gradients } = traced(problem);
      const block = curvature.blocks[0]!;
      const from = graph.nodes.length;
      block.preconditionSignals(graph, { site: pass.sites[0]!, gradients: gradients[0]! });
      const bySignals = multiplyAdds(graph, from) - batch * (INPUTS + 1) * OUTPUTS;
      const next = graph.nodes.length;
      // The weight stands in for a gradient of its shape.
      block.preconditionGradient(graph, pass.sites[0]!.weight);
      const byGradient = multiplyAdds(graph, next);
      // A division by the diagonal is no product.
      const divisions = structure.kind === 'diagonal' ? (INPUTS + 1) * OUTPUTS : 0;
      expect(blockCost(problem).preconditioning).toBe(divisions + Math.min(bySignals, byGradient));
    }
  });

  test.each(['option-1', 'option-2'] as const)('counts what %s declares and is traced with beyond its backward pass', (sharing) => {
    const structure: BlockStructure = { kind: 'kronecker', inputParts: 2, outputParts: 3, sharing };
    const series = { axis: 'positions', steps: 4 } as const;
    const problem = { ...PLAIN_PROBLEM, structure, series, rowsPerCase: series.steps, estimation: 'empirical' } as const;
    const { state, graph, curvature, site, gradients } = tracedChain(problem, series.steps);
    const chained = state.bytes;
    const cost = blockCost(problem);
    expect(cost.bytes - blockCost({ ...problem, structure: SPLIT_IN_TIME }).bytes).toBe(
      chained - tracedChain({ ...problem, structure: SPLIT_IN_TIME }, series.steps).state.bytes - 4 * WORDS_A_MATRIX * 5,
    );
    const from = graph.nodes.length;
    curvature.blocks[0]!.updateInputs(graph, site, graph.read(state.variable('coefficients', [2])));
    curvature.blocks[0]!.updateGradients(graph, { site, gradients }, graph.read(state.variable('others', [2])));
    // Of four steps there are three pairs, which are counted as four.
    const counted = multiplyAdds(graph, from);
    expect(counted).toBeLessThanOrEqual(cost.statistics);
    expect(counted).toBeGreaterThan(0.75 * cost.statistics);
    const next = graph.nodes.length;
    curvature.blocks[0]!.preconditionGradient(graph, site.weight);
    expect(cost.preconditioning).toBe(multiplyAdds(graph, next));
  });

  test('counts the products that a tied embedding is traced with', () => {
    const [vocabulary, units, length] = [10, 4, 3];
    const model = network([
      { layer: embedding('table', vocabulary, units), from: [-1] },
      { layer: tiedOutput('scores', vocabulary, units), from: [0], tiedTo: 0 },
    ]);
    const state = new State();
    const graph = new Graph();
    const structure: BlockStructure = { kind: 'kronecker', inputParts: 2, outputParts: 2 };
    const curvature = new Curvature(state, model.layout, { structures: [structure], estimation: 'empirical', decay: 0.95 });
    const tokens = graph.read(state.variable('tokens', [BATCH, length], 'u32'));
    const targets = graph.read(state.variable('targets', [BATCH * length], 'u32'));
    const pass = model.apply(graph, state.variable('parameters', [model.layout.size]), tokens, { kind: 'training', counter: null });
    const gradients = preactivationGradients(pass, softmaxCrossEntropy.gradient(pass.outputs, targets));
    const cost = blockCost({
      ...PLAIN_PROBLEM,
      ...{ use: 'tied-embedding', inputs: vocabulary, outputs: units, rowsPerCase: 2 * length, structure, estimation: 'empirical' },
    });
    const beforeStatistics = graph.nodes.length;
    curvature.update(graph, pass.sites, [gradients]);
    expect(cost.statistics).toBe(multiplyAdds(graph, beforeStatistics));
    const beforeDirection = graph.nodes.length;
    curvature.blocks[0]!.preconditionGradient(graph, pass.sites[0]!.weight);
    expect(cost.preconditioning).toBe(multiplyAdds(graph, beforeDirection));
    expect(cost.plain).toBe(3 * BATCH * length * (1 + vocabulary) * units);
  });

  test('an estimation takes the passes that are counted for it', () => {
    for (const estimation of ESTIMATIONS) {
      const { pass, gradients, counter } = traced({ ...PLAIN_PROBLEM, estimation });
      const yielded = [...curvatureGradients(estimation, pass, softmaxCrossEntropy, counter, gradients)];
      const { sets, backward } = passesOf(estimation, softmaxCrossEntropy.fisherFactorColumns(OUTPUTS));
      expect(yielded).toHaveLength(sets);
      expect(yielded.filter((set) => set !== gradients)).toHaveLength(backward);
    }
  });

  test('statistics of a part of the batch take passes of their own, and less for each case', () => {
    const all = blockCost({ ...PLAIN_PROBLEM, estimation: 'empirical' }).statistics;
    const half = blockCost({ ...PLAIN_PROBLEM, estimation: 'empirical', statisticsCases: BATCH / 2 }).statistics;
    const forwardAndBack = 2 * (BATCH / 2) * INPUTS * OUTPUTS;
    expect(half).toBe(all / 2 + forwardAndBack);
  });

  test('k parts of both sides cost k² less to invert', () => {
    const whole = blockCost({ ...PLAIN_PROBLEM, inputs: 796, outputs: 400 });
    const split = blockCost({
      ...PLAIN_PROBLEM,
      inputs: 796,
      outputs: 400,
      structure: { kind: 'kronecker', inputParts: 4, outputParts: 4 },
    });
    expect(whole.refresh / split.refresh).toBeCloseTo(16, 0);
  });

  test('parts that are due less often weigh less', () => {
    const cost = { bytes: 0, plain: 100, statistics: 50, refresh: 1_000, solve: 4_000, preconditioning: 20 };
    expect(relativeCost({ ...cost, solve: 1_000 }, { statisticsEvery: 1, inverseEvery: 1, basisEvery: 7 })).toBeCloseTo(11.7, 12);
    expect(relativeCost({ ...cost, solve: 1_000 }, { statisticsEvery: 5, inverseEvery: 20, basisEvery: 7 })).toBeCloseTo(1.8, 12);
    // Of five refreshes, at 20, 40 … 100, the last is a solve.
    const mean = (4 * 1_000 + 4_000) / 100;
    expect(relativeCost(cost, { statisticsEvery: 5, inverseEvery: 20, basisEvery: 50 })).toBeCloseTo(1 + (10 + mean + 20) / 100, 12);
  });
});
