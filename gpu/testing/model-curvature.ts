import { Curvature } from '../curvature/curvature.ts';
import { curvatureGradients, type Estimation } from '../curvature/estimation.ts';
import type { Representation } from '../curvature/representation.ts';
import { WHOLE_KRONECKER, type BlockStructure } from '../curvature/structure.ts';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import type { Shape } from '../graph/tensor.ts';
import type { Loss } from '../losses/loss.ts';
import type { Model } from '../nn/network.ts';
import { preactivationGradients, weightGradient } from '../nn/site-gradients.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';
import { denseBlock, type DenseBlock } from './dense-blocks.ts';

/** How curvature is estimated and damped. */
export interface CurvatureOptions {
  readonly loss: Loss;
  readonly estimation: Estimation;
  /** `factored` when absent; in an eigenbasis the batch is seen once more after the solve. */
  readonly representation?: Representation;
  /** Of every layer; a whole Kronecker block when absent. */
  readonly structure?: BlockStructure;
  readonly seed: number;
  readonly lambda: number;
  /** Updates of the moving average, each with the same batch and, when sampled, new draws; 1 when absent. */
  readonly updates?: number;
  readonly decay?: number;
  /** Replaces the factors before they are inverted. */
  readonly replaceFactors?: (factors: Float32Array, curvature: Curvature) => Float32Array;
}

/** A model on one batch. */
export interface ModelBatch {
  readonly model: Model;
  /** Flat. */
  readonly parameters: Float32Array;
  readonly inputs: { readonly shape: Shape; readonly data: Float32Array | Uint32Array };
  /** Class numbers, or rows of values. */
  readonly targets: { readonly shape: Shape; readonly data: Float32Array | Uint32Array };
}

export interface ModelCurvature {
  /** One for each weight. */
  readonly layers: readonly LayerResult[];
  readonly status: Uint32Array;
}

export interface LayerResult extends DenseBlock {
  readonly aSize: number;
  readonly gSize: number;
  /** All in the shape of the weight, row-major. */
  readonly gradient: Float32Array;
  readonly byGradient: Float32Array;
  readonly bySignals: Float32Array;
}

/** Estimates, inverts and preconditions on one batch, and reads it all back as dense blocks. */
export async function modelCurvature(
  context: DeviceContext,
  { model, parameters, inputs, targets }: ModelBatch,
  problem: CurvatureOptions,
): Promise<ModelCurvature> {
  const { loss } = problem;
  const state = new State();
  const parameterVariable = state.variable('parameters', [model.layout.size], parameters);
  const inputVariable = state.variable('inputs', inputs.shape, inputs.data);
  const targetVariable = state.variable('targets', targets.shape, targets.data);
  const counter = state.variable('counter', [2], Uint32Array.of(1, problem.seed));
  const lambda = state.variable('lambda', [1], Float32Array.of(problem.lambda));
  const curvature = new Curvature(state, model.layout, {
    structures: model.layout.slices.map(() => problem.structure ?? WHOLE_KRONECKER),
    estimation: problem.estimation,
    decay: problem.decay ?? 0.95,
    representation: problem.representation ?? 'factored',
  });
  const graph = new Graph();
  const pass = model.apply(graph, parameterVariable, graph.read(inputVariable), { kind: 'training', counter: null });
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
      const signals = { site, gradients: gradients[index]! };
      graph.store(gradient, graph.read(plain, shape, offset));
      graph.store(block.preconditionGradient(graph, gradient), graph.read(byGradient, shape, offset));
      graph.store(block.preconditionSignals(graph, signals), graph.read(bySignals, shape, offset));
    }
  });

  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const replay = (active: string): void => {
    compiled.program.submit(
      context.device,
      compiled.program.select((section) => section === 'always' || section === active),
    );
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
