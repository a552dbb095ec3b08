import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import { sizeOf, type Shape, type Tensor } from '../graph/tensor.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { readOnce } from '../runtime/readback.ts';

/** Content of an input; a `Uint32Array` makes a u32 tensor. */
export interface EvaluationInput {
  readonly shape: Shape;
  readonly data: Float32Array | Uint32Array;
}

export interface EvaluationOptions {
  /** How often the program runs; 1 when absent. */
  readonly replays?: number;
  /** Which sections run; all when absent. */
  readonly isActive?: (section: string) => boolean;
}

/**
 * Traces a graph on variables with the given content, compiles and replays it, and returns each named result as
 * numbers (u32 results are exact below 2²⁴).
 */
export async function evaluate<Input extends string, Output extends string>(
  context: DeviceContext,
  inputs: Readonly<Record<Input, EvaluationInput>>,
  trace: (tensors: Readonly<Record<Input, Tensor>>, graph: Graph) => Readonly<Record<Output, Tensor>>,
  options: EvaluationOptions = {},
): Promise<Record<Output, Float32Array>> {
  const state = new State();
  const graph = new Graph();
  const tensors = {} as Record<Input, Tensor>;
  for (const name of Object.keys(inputs) as Input[]) {
    tensors[name] = graph.read(state.variable(name, inputs[name].shape, inputs[name].data));
  }
  const traced = trace(tensors, graph);
  const names = Object.keys(traced) as Output[];
  const targets = names.map((name): Variable => {
    const { shape, dtype } = traced[name];
    const variable = state.variable(`result ${name}`, shape, dtype);
    graph.store(traced[name], graph.read(variable));
    return variable;
  });
  await state.allocate(context);
  try {
    await replay(context, graph, state, options);
    return await readVariables(context, state, new Map(names.map((name, index) => [name, targets[index]!])));
  } finally {
    state.destroy(context);
  }
}

async function replay(context: DeviceContext, graph: Graph, state: State, options: EvaluationOptions): Promise<void> {
  const compiled = await compile(context, graph, state);
  const selection = compiled.program.select(options.isActive ?? (() => true));
  for (let count = 0; count < (options.replays ?? 1); count++) {
    compiled.program.submit(context.device, selection);
  }
  await context.device.queue.onSubmittedWorkDone();
  compiled.destroy();
}

/** All at once: a round trip to the GPU takes longer than most programs of tests. */
async function readVariables<Name extends string>(
  context: DeviceContext,
  state: State,
  variables: ReadonlyMap<Name, Variable>,
): Promise<Record<Name, Float32Array>> {
  const ranges = [...variables.values()].map((variable) => state.range(variable));
  const bytes = await readOnce(context, ranges);
  const results = {} as Record<Name, Float32Array>;
  let offset = 0;
  for (const [index, [name, { shape, dtype }]] of [...variables].entries()) {
    const length = sizeOf(shape);
    results[name] = dtype === 'u32' ? Float32Array.from(new Uint32Array(bytes, offset, length)) : new Float32Array(bytes, offset, length);
    offset += ranges[index]!.size;
  }
  return results;
}
