import { Curvature } from '../curvature/curvature.ts';
import type { Representation } from '../curvature/representation.ts';
import { curvatureGradients, type Estimation } from '../curvature/estimation.ts';
import { WHOLE_KRONECKER, type BlockStructure } from '../curvature/structure.ts';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import type { Loss } from '../losses/loss.ts';
import { activation } from '../nn/activation.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';
import { denseBlock, type DenseBlock } from './dense-blocks.ts';
import { rowsOf, type DenseNetwork } from './dense-network.ts';
import { Seeded } from './seeded.ts';

export interface CurvatureCase {
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  readonly activation: DenseNetwork['activation'];
  readonly loss: Loss;
  readonly estimation: Estimation;
  /** `factored` when absent; in an eigenbasis the batch is seen once more after the solve. */
  readonly representation?: Representation;
  /** Of every layer; a whole Kronecker block when absent. */
  readonly structure?: BlockStructure;
  /** Cases drawn; each is in the batch `repeats` times, once when absent. */
  readonly cases: number;
  readonly repeats?: number;
  readonly seed: number;
  readonly lambda: number;
  /** Updates of the moving average, each with the same batch and, when sampled, new draws; 1 when absent. */
  readonly updates?: number;
  readonly decay?: number;
  /** Changes what was drawn, in place, before anything is computed. */
  readonly alter?: (drawn: { readonly inputs: Float32Array; readonly parameters: Float32Array }) => void;
  /** Replaces the factors before they are inverted. */
  readonly replaceFactors?: (factors: Float32Array, curvature: Curvature) => Float32Array;
}

export interface CurvatureResult {
  readonly network: DenseNetwork;
  readonly inputs: readonly number[][];
  /** Class numbers, or rows of values. */
  readonly targets: Uint32Array | Float32Array;
  readonly layers: readonly LayerResult[];
  readonly status: Uint32Array;
}

export interface LayerResult extends DenseBlock {
  readonly aSize: number;
  readonly gSize: number;
  /** All `[inputs + 1, outputs]`, row-major. */
  readonly gradient: Float32Array;
  readonly byGradient: Float32Array;
  readonly bySignals: Float32Array;
}

/** Estimates, inverts and preconditions on a small dense network with random parameters and data. */
export async function runCurvature(context: DeviceContext, problem: CurvatureCase): Promise<CurvatureResult> {
  const { widths, loss } = problem;
  const repeats = problem.repeats ?? 1;
  const cases = problem.cases * repeats;
  const numbers = new Seeded(problem.seed);
  const model = sequential(
    widths.slice(1).flatMap((outputs, layer) => {
      const linear = dense(`dense ${String(layer)}`, widths[layer]!, outputs, 'glorot');
      return layer === widths.length - 2 || problem.activation === 'linear'
        ? [linear]
        : [linear, activation(`activation ${String(layer)}`, problem.activation)];
    }),
  );
  const outputs = widths.at(-1)!;
  const parameters = new Float32Array(model.layout.size);
  for (const { shape, offset } of model.layout.slices) parameters.set(numbers.normals(shape[0]! * shape[1]!, 0.7), offset);
  const inputs = repeated(numbers.normals(problem.cases * widths[0]!), repeats);
  const targets =
    loss.targets === 'labels'
      ? repeated(numbers.integers(problem.cases, 0, outputs - 1), repeats)
      : repeated(numbers.uniforms(problem.cases * outputs, 0, 1), repeats);

  problem.alter?.({ inputs, parameters });

  const state = new State();
  const parameterVariable = state.variable('parameters', [model.layout.size], parameters);
  const inputVariable = state.variable('inputs', [cases, widths[0]!], inputs);
  const targetVariable = state.variable('targets', targets instanceof Uint32Array ? [cases] : [cases, outputs], targets);
  const counter = state.variable('counter', [2], Uint32Array.of(1, problem.seed));
  const lambda = state.variable('lambda', [1], Float32Array.of(problem.lambda));
  const curvature = new Curvature(state, model.layout, {
    structures: model.layout.slices.map(() => problem.structure ?? WHOLE_KRONECKER),
    estimation: problem.estimation,
    decay: problem.decay ?? 0.95,
    representation: problem.representation ?? 'factored',
  });
  const graph = new Graph();
  const pass = model.apply(graph, parameterVariable, graph.read(inputVariable));
  const gradients = preactivationGradients(pass, loss.gradient(pass.outputs, graph.read(targetVariable)));
  graph.section('statistics', () => {
    curvature.update(graph, pass.sites, curvatureGradients(problem.estimation, pass, loss, graph.read(counter), gradients));
  });
  graph.section('bases', () => {
    curvature.solveBases(graph);
  });
  const flats: Variable[] = [];
  graph.section('directions', () => {
    curvature.refresh(graph, graph.read(lambda), graph.read(counter));
    const [plain, byGradient, bySignals] = ['gradient', 'by gradient', 'by signals'].map((label) =>
      state.variable(label, [model.layout.size]),
    ) as [Variable, Variable, Variable];
    flats.push(plain, byGradient, bySignals);
    for (const [index, site] of pass.sites.entries()) {
      const { shape, offset } = model.layout.slices[index]!;
      const block = curvature.blocks[index]!;
      const gradient = weightGradient(site, gradients[index]!, 0);
      const signals = { input: site.input, gradients: gradients[index]! };
      graph.store(gradient, graph.read(plain, shape, offset));
      graph.store(block.preconditionGradient(graph, gradient), graph.read(byGradient, shape, offset));
      graph.store(block.preconditionSignals(graph, signals), graph.read(bySignals, shape, offset));
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
    if (problem.representation === 'eigenbasis' || problem.representation === 'ekfac') {
      replay('bases');
      replay('statistics');
    }
    replay('directions');
    const [plain, byGradient, bySignals] = (await Promise.all(flats.map(values))) as [Float32Array, Float32Array, Float32Array];
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
      layers: await Promise.all(
        curvature.blocks.map(async (block): Promise<LayerResult> => {
          const { shape, offset } = block.layout.slice;
          const [aSize, gSize] = shape as readonly [number, number];
          const slice = (flat: Float32Array): Float32Array => flat.slice(offset, offset + aSize * gSize);
          const common = { aSize, gSize, gradient: slice(plain), byGradient: slice(byGradient), bySignals: slice(bySignals) };
          return { ...common, ...(await denseBlock(block, curvature, problem.lambda, values)) };
        }),
      ),
    };
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}

function repeated<Values extends Float32Array | Uint32Array>(values: Values, times: number): Values {
  const all = new (values.constructor as new (length: number) => Values)(values.length * times);
  for (let time = 0; time < times; time++) all.set(values, time * values.length);
  return all;
}
