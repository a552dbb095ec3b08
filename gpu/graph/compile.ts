import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import type { BufferRange } from '../runtime/kernel.ts';
import { paddedSize, type BufferRequest } from '../runtime/memory.ts';
import { Program, type ProgramStep } from '../runtime/program.ts';
import { checkAliases } from './check-aliases.ts';
import type { Graph } from './graph.ts';
import { lifetimesOf } from './lifetimes.ts';
import { lowerNodes, type LoweredStep } from './lower-nodes.ts';
import { planMemory, shareBins, type MemoryPlan } from './memory-plan.ts';
import { elementsOf, isConstant, isScratch, type Operand, type Scratch } from './node.ts';
import { fuseActivations, liveNodes, sinkIntoSections } from './optimise.ts';
import { packConstants, type PackedConstants } from './pack-constants.ts';
import { placeStores } from './placement.ts';
import type { State } from './state.ts';
import { rootOf, type Tensor } from './tensor.ts';
import { takeWaysAround } from './ways-around.ts';

/** A program with the memory it owns besides the variables. */
export interface CompiledGraph {
  readonly program: Program;
  /** Bytes of bins and constants. */
  readonly bytes: number;
  destroy(): void;
}

/** Programs that never run at the same time and so share their memory. */
export interface CompiledGraphs {
  readonly programs: readonly Program[];
  /** Bytes of bins and constants. */
  readonly bytes: number;
  destroy(): void;
}

/** A trace as kernels, before there is memory. */
interface LoweredGraph {
  readonly steps: readonly LoweredStep[];
  readonly repeats: ReadonlyMap<string, number>;
  readonly placed: ReadonlyMap<Tensor, Tensor>;
  readonly plan: MemoryPlan<Tensor | Scratch>;
  readonly constants: PackedConstants;
}

/**
 * Turns a trace into a program: drops what reaches no effect, fuses activations, lets stored values be born in place,
 * plans bins by liveness, and makes all buffers, pipelines and bind groups.
 * @throws ShapeError for a value that leaves a section that may be skipped; OutOfMemoryError; ShaderCompileError.
 * Nothing stays allocated then.
 */
export async function compile(context: DeviceContext, graph: Graph, state: State): Promise<CompiledGraph> {
  const { programs, ...memory } = await compileAll(context, [graph], state);
  return { program: programs[0]!, ...memory };
}

/** Turns each trace into a program, all with the same bins: nothing in them outlives a replay. @throws as `compile`. */
export async function compileAll(context: DeviceContext, graphs: readonly Graph[], state: State): Promise<CompiledGraphs> {
  const lowered = graphs.map((graph) => lowerGraph(graph, context.facts));
  const { sizes, places } = shareBins(lowered.map(({ plan }) => plan.bins));
  const bins = await context.memory.allocate(binRequests(sizes));
  const buffers = [...bins];
  const destroy = (): void => {
    context.memory.release(buffers);
  };
  try {
    const programs: Program[] = [];
    for (const [index, graph] of lowered.entries()) {
      const constants = await context.memory.allocate(constantRequests(graph.constants));
      buffers.push(...constants);
      for (const buffer of constants) context.device.queue.writeBuffer(buffer, 0, graph.constants.bytes);
      const own = places[index]!.map((place) => bins[place]!);
      programs.push(await buildProgram(context, graph, resolver(graph, own, constants[0], state)));
    }
    return { programs, bytes: buffers.reduce((sum, buffer) => sum + buffer.size, 0), destroy };
  } catch (error) {
    destroy();
    throw error;
  }
}

/** Bytes that `compileAll` would allocate for traces on an adapter; nothing is. */
export function bytesOf(graphs: readonly Graph[], facts: AdapterFacts): number {
  const lowered = graphs.map((graph) => lowerGraph(graph, facts));
  const { sizes } = shareBins(lowered.map(({ plan }) => plan.bins));
  const constants = lowered.map(({ constants: { bytes } }) => bytes.length);
  return [...sizes, ...constants].reduce((sum, size) => sum + size, 0);
}

function lowerGraph({ nodes: traced, repeats }: Graph, facts: AdapterFacts): LoweredGraph {
  const live = liveNodes(takeWaysAround(traced, repeats, facts));
  const nodes = fuseActivations(sinkIntoSections(live, repeats));
  const placed = placeStores(nodes, repeats);
  const steps = lowerNodes(nodes, placed, facts);
  const plan = planMemory(lifetimesOf(steps, placed, repeats));
  const constants = packConstants(steps.flatMap(({ kernel }) => kernel.bindings.map((binding) => binding.operand).filter(isConstant)));
  return { steps, repeats, placed, plan, constants };
}

function buildProgram(
  context: DeviceContext,
  { steps, repeats }: LoweredGraph,
  resolve: (operand: Operand) => BufferRange,
): Promise<Program> {
  return Program.build(
    context,
    steps.map(({ section, kernel }): ProgramStep => {
      const bindings = kernel.bindings.map(({ operand, access }) => ({ access, operand: resolve(operand) }));
      const bound = { ...kernel, bindings };
      checkAliases(bound);
      return { section, kernel: bound };
    }),
    repeats,
  );
}

function binRequests(sizes: readonly number[]): BufferRequest[] {
  return sizes.map((size, index) => ({ label: `bin ${String(index)}`, size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST }));
}

/** One buffer for all constants, if there are any. */
function constantRequests({ bytes, places }: PackedConstants): BufferRequest[] {
  if (bytes.length === 0) return [];
  const bound = [...places.values()].reduce((largest, { size }) => Math.max(largest, size), 0);
  return [{ label: 'constants', size: bytes.length, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST, bound }];
}

/** @param bins one for each of the graph's plan; @param constantBuffer there where the graph has constants. */
function resolver(
  { plan, constants, placed }: LoweredGraph,
  bins: readonly GPUBuffer[],
  constantBuffer: GPUBuffer | undefined,
  state: State,
): (operand: Operand) => BufferRange {
  return (operand) => {
    if (isConstant(operand)) return { buffer: constantBuffer!, ...constants.places.get(operand)! };
    const elements = elementsOf(operand);
    const key = isScratch(operand) ? operand : rootOf(operand);
    const home = isScratch(key) ? null : (placed.get(key) ?? key).origin;
    if (home?.kind === 'variable') return state.range(home.variable, home.offset, elements);
    return { buffer: bins[plan.binOf.get(key)!]!, offset: 0, size: paddedSize(4 * elements) };
  };
}
