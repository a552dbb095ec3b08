import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Binding, type BufferRange, type Kernel } from '../runtime/kernel.ts';
import { paddedSize, type BufferRequest } from '../runtime/memory.ts';
import { Program, type ProgramStep } from '../runtime/program.ts';
import { ALWAYS, type Graph } from './graph.ts';
import { planMemory, shareBins, type Lifetime, type MemoryPlan } from './memory-plan.ts';
import type { Constant, GraphLowering, Operand, Scratch, StoreNode } from './node.ts';
import { fuseActivations, liveNodes, sinkIntoSections, type LoweredNode } from './optimise.ts';
import { takeWaysAround } from './ways-around.ts';
import { packConstants, type PackedConstants } from './pack-constants.ts';
import { placeStores, variableOf } from './placement.ts';
import type { State } from './state.ts';
import { rootOf, sizeOf, type Tensor } from './tensor.ts';

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

interface LoweredStep {
  readonly section: string;
  readonly kernel: Kernel<Operand>;
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
      checkAliases(kernel, bindings);
      return { section, kernel: { ...kernel, bindings } };
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

function lowerNodes(nodes: readonly LoweredNode[], placed: ReadonlyMap<Tensor, Tensor>, facts: AdapterFacts): LoweredStep[] {
  const lowering: GraphLowering = {
    facts,
    scratch: (elements, label): Scratch => ({ kind: 'scratch', elements, label }),
    constant: (data, label): Constant => ({ kind: 'constant', data, label }),
  };
  return nodes.flatMap(({ node, lower, result }) => {
    const { section } = node;
    switch (node.kind) {
      case 'op':
        return lower!(lowering, node.inputs, result!).map((kernel) => ({ section, kernel }));
      case 'effect':
        return node.lower(lowering).map((kernel) => ({ section, kernel }));
      case 'store':
        return storeKernels(node, placed, lowering).map((kernel) => ({ section, kernel }));
    }
  });
}

/** None where the value is born in the target; through scratch where both lie in one buffer. */
function storeKernels({ value, target }: StoreNode, placed: ReadonlyMap<Tensor, Tensor>, lowering: GraphLowering): Kernel<Operand>[] {
  const root = rootOf(value);
  const home = placed.get(root);
  if (home === target) return [];
  const size = sizeOf(target.shape);
  if (variableOf(home ?? root) !== variableOf(target)) return [copyKernel(value, target, size)];
  const between = lowering.scratch(size, 'stored value');
  return [copyKernel(value, between, size), copyKernel(between, target, size)];
}

function copyKernel(source: Operand, target: Operand, size: number): Kernel<Operand> {
  return {
    shader: 'elementwise/copy.wgsl',
    bindings: [read(source), readWrite(target)],
    workgroups: spread(Math.ceil(size / 256)),
  };
}

function lifetimesOf(
  steps: readonly LoweredStep[],
  placed: ReadonlyMap<Tensor, Tensor>,
  repeats: ReadonlyMap<string, number>,
): Lifetime<Tensor | Scratch>[] {
  const lifetimes = new Map<Tensor | Scratch, Lifetime<Tensor | Scratch>>();
  const sections = new Map<Tensor | Scratch, string>();
  for (const [index, { kernel, section }] of steps.entries()) {
    for (const { operand, access } of kernel.bindings) {
      if (isConstant(operand)) continue;
      const key = isScratch(operand) ? operand : rootOf(operand);
      if (!isScratch(key) && key.origin.kind === 'variable') continue;
      const bytes = paddedSize(4 * (isScratch(key) ? key.elements : sizeOf(key.shape)));
      const first = lifetimes.get(key)?.first ?? index;
      if (first === index && access === 'read' && !isEmpty(key)) throw unwritten(kernel);
      const bornIn = sections.get(key) ?? section;
      if (bornIn !== ALWAYS && bornIn !== section) {
        throw new ShapeError(`compile: ${kernel.shader} in section ${section} reads what section ${bornIn} makes; store it in a variable`);
      }
      sections.set(key, bornIn);
      // A further turn of a repeated section reads again what was made before it.
      const isReadAgain = bornIn !== section && repeats.has(section);
      const last = isReadAgain ? steps.findLastIndex((step) => step.section === section) : index;
      lifetimes.set(key, { key, bytes, first, last });
    }
  }
  return [...lifetimes.values()].filter(({ key }) => isScratch(key) || !placed.has(key));
}

/** Nothing writes a value without elements. */
function isEmpty(key: Tensor | Scratch): boolean {
  return (isScratch(key) ? key.elements : sizeOf(key.shape)) === 0;
}

function unwritten(kernel: Kernel<Operand>): ShapeError {
  return new ShapeError(`compile: ${kernel.shader} reads memory that no kernel before it writes; lower its producer first`);
}

/**
 * WebGPU drops a dispatch that binds one buffer both read-only and writable, or one range writable twice, and only
 * logs it.
 */
function checkAliases(kernel: Kernel<Operand>, bindings: readonly Binding<BufferRange>[]): void {
  const written = bindings.filter(({ access }) => access === 'read_write').map(({ operand }) => operand);
  for (const { operand, access } of bindings) {
    if (access === 'read' && written.some(({ buffer }) => buffer === operand.buffer)) {
      throw new ShapeError(
        `compile: ${kernel.shader} expected buffers that it either reads or writes, got ${operand.buffer.label} bound as both; keep its operands in different variables`,
      );
    }
  }
  for (const [index, range] of written.entries()) {
    if (written.slice(index + 1).some((other) => overlap(range, other))) {
      throw new ShapeError(
        `compile: ${kernel.shader} expected to write separate memory, got overlapping ranges of ${range.buffer.label}; give it different slices`,
      );
    }
  }
}

function overlap(a: BufferRange, b: BufferRange): boolean {
  return a.buffer === b.buffer && a.offset < b.offset + b.size && b.offset < a.offset + a.size;
}

/** @param bins one for each of the graph's plan; @param constantBuffer there where the graph has constants. */
function resolver(
  { plan, constants, placed }: LoweredGraph,
  bins: readonly GPUBuffer[],
  constantBuffer: GPUBuffer | undefined,
  state: State,
): (operand: Operand) => BufferRange {
  return (operand) => {
    if (isConstant(operand)) {
      return { buffer: constantBuffer!, ...constants.places.get(operand)! };
    }
    const key = isScratch(operand) ? operand : rootOf(operand);
    const { origin } = isScratch(key) ? { origin: null } : (placed.get(key) ?? key);
    if (origin?.kind === 'variable') return state.range(origin.variable, origin.offset, sizeOf((operand as Tensor).shape));
    const size = paddedSize(4 * (isScratch(operand) ? operand.elements : sizeOf(operand.shape)));
    return { buffer: bins[plan.binOf.get(key)!]!, offset: 0, size };
  };
}

function isScratch(operand: Operand): operand is Scratch {
  return 'kind' in operand && operand.kind === 'scratch';
}

function isConstant(operand: Operand): operand is Constant {
  return 'kind' in operand && operand.kind === 'constant';
}
