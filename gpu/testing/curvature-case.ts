import { curvatureGradients, type Estimation } from '../curvature/estimation.ts';
import { KroneckerCurvature } from '../curvature/kronecker.ts';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import type { Loss } from '../losses/loss.ts';
import { activation } from '../nn/activation.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/sequential.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';
import { rowsOf, type DenseNetwork } from './dense-network.ts';
import { Seeded } from './seeded.ts';

export interface CurvatureCase {
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  readonly activation: DenseNetwork['activation'];
  readonly loss: Loss;
  readonly estimation: Estimation;
  readonly cases: number;
  readonly seed: number;
  readonly lambda: number;
  /** Updates of the moving average, each with the same batch and, when sampled, new draws; 1 when absent. */
  readonly updates?: number;
  readonly decay?: number;
  /** Replaces the factors before they are inverted. */
  readonly replaceFactors?: (factors: Float32Array, curvature: KroneckerCurvature) => Float32Array;
}

export interface CurvatureResult {
  readonly network: DenseNetwork;
  readonly inputs: readonly number[][];
  /** Class numbers, or rows of values. */
  readonly targets: Uint32Array | Float32Array;
  readonly layers: readonly LayerResult[];
  readonly status: Uint32Array;
}

export interface LayerResult {
  readonly aSize: number;
  readonly gSize: number;
  readonly a: Float32Array;
  readonly g: Float32Array;
  readonly aShift: number;
  readonly gShift: number;
  /** All `[inputs + 1, outputs]`, row-major. */
  readonly gradient: Float32Array;
  readonly byGradient: Float32Array;
  readonly bySignals: Float32Array;
}

/** Estimates, inverts and preconditions on a small dense network with random parameters and data. */
export async function runCurvature(context: DeviceContext, problem: CurvatureCase): Promise<CurvatureResult> {
  const { widths, loss, cases } = problem;
  const numbers = new Seeded(problem.seed);
  const model = sequential(
    widths.slice(1).flatMap((outputs, layer) => {
      const linear = dense(`dense ${String(layer)}`, widths[layer]!, outputs, 'glorot');
      return layer === widths.length - 2 || problem.activation === 'linear'
        ? [linear]
        : [linear, activation(`tanh ${String(layer)}`, 'tanh')];
    }),
  );
  const outputs = widths.at(-1)!;
  const parameters = new Float32Array(model.layout.size);
  for (const { shape, offset } of model.layout.slices) parameters.set(numbers.normals(shape[0]! * shape[1]!, 0.7), offset);
  const inputs = numbers.normals(cases * widths[0]!);
  const targets = loss.targets === 'labels' ? numbers.integers(cases, 0, outputs - 1) : numbers.uniforms(cases * outputs, 0, 1);

  const state = new State();
  const parameterVariable = state.variable('parameters', [model.layout.size], parameters);
  const inputVariable = state.variable('inputs', [cases, widths[0]!], inputs);
  const targetVariable = state.variable('targets', targets instanceof Uint32Array ? [cases] : [cases, outputs], targets);
  const counter = state.variable('counter', [2], Uint32Array.of(1, problem.seed));
  const lambda = state.variable('lambda', [1], Float32Array.of(problem.lambda));
  const curvature = new KroneckerCurvature(state, model.layout, problem.decay ?? 0.95);
  const graph = new Graph();
  const pass = model.apply(graph, parameterVariable, graph.read(inputVariable));
  const gradients = preactivationGradients(pass, loss.gradient(pass.outputs, graph.read(targetVariable)));
  graph.section('statistics', () => {
    curvature.update(graph, pass.sites, curvatureGradients(problem.estimation, pass, loss, graph.read(counter), gradients));
  });
  const flats: Variable[] = [];
  graph.section('directions', () => {
    curvature.refresh(graph, graph.read(lambda), 0);
    const [plain, byGradient, bySignals] = ['gradient', 'by gradient', 'by signals'].map((label) =>
      state.variable(label, [model.layout.size]),
    ) as [Variable, Variable, Variable];
    flats.push(plain, byGradient, bySignals);
    for (const [block, site] of pass.sites.entries()) {
      const { shape, offset } = model.layout.slices[block]!;
      const gradient = weightGradient(site, gradients[block]!, 0);
      graph.store(gradient, graph.read(plain, shape, offset));
      graph.store(curvature.preconditionGradient(graph, block, gradient), graph.read(byGradient, shape, offset));
      graph.store(curvature.preconditionSignals(graph, block, site.input, gradients[block]!), graph.read(bySignals, shape, offset));
    }
  });

  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const replay = (active: string): void => {
    const encoder = context.device.createCommandEncoder();
    const compute = encoder.beginComputePass();
    compiled.program.encode(
      compute,
      compiled.program.select((section) => section === 'always' || section === active),
    );
    compute.end();
    context.device.queue.submit([encoder.finish()]);
  };
  const values = async (variable: Variable): Promise<Float32Array> => new Float32Array(await readOnce(context, [state.range(variable)]));
  try {
    for (let update = 0; update < (problem.updates ?? 1); update++) {
      state.write(context, counter, Uint32Array.of(update + 1, problem.seed));
      replay('statistics');
    }
    if (problem.replaceFactors !== undefined) {
      state.write(context, curvature.factors, problem.replaceFactors(await values(curvature.factors), curvature));
    }
    replay('directions');
    const [factors, shifts, plain, byGradient, bySignals] = (await Promise.all(
      [curvature.factors, curvature.shifts, ...flats].map(values),
    )) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
    return {
      network: {
        activation: problem.activation,
        weights: model.layout.slices.map(({ shape, offset }) =>
          rowsOf(parameters.subarray(offset, offset + shape[0]! * shape[1]!), shape[1]!),
        ),
      },
      inputs: rowsOf(inputs, widths[0]!),
      targets,
      status: new Uint32Array((await values(curvature.status)).buffer),
      layers: curvature.layout.pairs.map(({ a, g }, layer) => {
        const { offset } = model.layout.slices[layer]!;
        const slice = (flat: Float32Array): Float32Array => flat.slice(offset, offset + a.size * g.size);
        return {
          aSize: a.size,
          gSize: g.size,
          a: factors.slice(a.offset, a.offset + a.size ** 2),
          g: factors.slice(g.offset, g.offset + g.size ** 2),
          aShift: shifts[2 * layer]!,
          gShift: shifts[2 * layer + 1]!,
          gradient: slice(plain),
          byGradient: slice(byGradient),
          bySignals: slice(bySignals),
        };
      }),
    };
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}
