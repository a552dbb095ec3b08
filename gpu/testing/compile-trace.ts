import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State, type Variable } from '../graph/state.ts';
import type { Shape } from '../graph/tensor.ts';
import type { Program } from '../runtime/program.ts';
import { testDevice } from './device.ts';

/** A program that can be looked at and not run: its memory is given back already. */
interface CompiledTrace {
  readonly program: Program;
  /** Bytes and number of the buffers that it had besides the variables. */
  readonly bytes: number;
  readonly buffers: number;
}

/** Compiles what `trace` records on fresh variables. */
export async function compileTrace(trace: (graph: Graph, variable: (shape: Shape) => Variable) => void): Promise<CompiledTrace> {
  const context = await testDevice();
  const state = new State();
  const graph = new Graph();
  let count = 0;
  trace(graph, (shape) => state.variable(`test ${String(count++)}`, shape));
  await state.allocate(context);
  try {
    const before = context.memory.liveBuffers;
    const compiled = await compile(context, graph, state);
    const buffers = context.memory.liveBuffers - before;
    compiled.destroy();
    return { program: compiled.program, bytes: compiled.bytes, buffers };
  } finally {
    state.destroy(context);
  }
}
