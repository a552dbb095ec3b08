import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Loss } from '../losses/loss.ts';
import type { ForwardPass, Model } from '../nn/network.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';
import type { ModelBatch } from './model-curvature.ts';
import { flatten, lossOf, minibatchOf, modelOf, type ReferenceProblem } from './reference-problem.ts';

/** The forward pass of a model on one batch, as a trace to go on from. */
export interface ReferencePass {
  readonly graph: Graph;
  readonly state: State;
  readonly model: Model;
  readonly loss: Loss;
  readonly pass: ForwardPass;
  readonly targets: Tensor;
  /** u32 `[2]`: step, seed. */
  readonly counter: Tensor;
}

/** Traces what `trace` makes of the forward pass on a problem's first minibatch, runs it once and reads the variables it names. */
export function evaluateReference<Name extends string>(
  context: DeviceContext,
  problem: ReferenceProblem,
  trace: (reference: ReferencePass) => Readonly<Record<Name, Variable>>,
): Promise<Record<Name, Float32Array>> {
  const model = modelOf(problem);
  const { inputs, targets } = minibatchOf(problem, 1);
  const [features, values] = [problem.widths[0]!, problem.widths.at(-1)!];
  const batch = {
    model,
    parameters: flatten(model.layout, problem.weights),
    inputs: { shape: [problem.batch, features], data: inputs },
    targets: { shape: targets instanceof Uint32Array ? [problem.batch] : [problem.batch, values], data: targets },
  };
  return evaluatePass(context, batch, lossOf(problem), trace);
}

/** The same of any model on any batch. */
export async function evaluatePass<Name extends string>(
  context: DeviceContext,
  { model, parameters, inputs, targets }: ModelBatch,
  loss: Loss,
  trace: (reference: ReferencePass) => Readonly<Record<Name, Variable>>,
): Promise<Record<Name, Float32Array>> {
  const state = new State();
  const graph = new Graph();
  const parameterVariable = state.variable('parameters', [model.layout.size], parameters);
  const batch = graph.read(state.variable('inputs', inputs.shape, inputs.data));
  const pass = model.apply(graph, parameterVariable, batch, { kind: 'training', counter: null });
  const targetTensor = graph.read(state.variable('targets', targets.shape, targets.data));
  const counter = graph.read(state.variable('counter', [2], 'u32'));
  const results = trace({ graph, state, model, loss, pass, targets: targetTensor, counter });
  await state.allocate(context);
  try {
    const compiled = await compile(context, graph, state);
    compiled.program.submit(context.device);
    const contents = {} as Record<Name, Float32Array>;
    for (const name of Object.keys(results) as Name[]) {
      contents[name] = new Float32Array(await readOnce(context, [state.range(results[name])]));
    }
    compiled.destroy();
    return contents;
  } finally {
    state.destroy(context);
  }
}
