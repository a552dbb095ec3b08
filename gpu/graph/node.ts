import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import type { Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { sizeOf, type Tensor } from './tensor.ts';

/** What kernels of a graph are bound to. */
export type Operand = Tensor | Scratch | Constant;

/** Memory for the kernels of one node. */
export interface Scratch {
  readonly kind: 'scratch';
  readonly elements: number;
  readonly label: string;
}

/** Read-only data uploaded when the program is built. */
export interface Constant {
  readonly kind: 'constant';
  readonly data: Uint32Array | Float32Array;
  readonly label: string;
}

export function isScratch(operand: Operand): operand is Scratch {
  return 'kind' in operand && operand.kind === 'scratch';
}

export function isConstant(operand: Operand): operand is Constant {
  return 'kind' in operand && operand.kind === 'constant';
}

export function elementsOf(operand: Tensor | Scratch): number {
  return isScratch(operand) ? operand.elements : sizeOf(operand.shape);
}

export type GraphLowering = LoweringContext<Operand>;

/** One entry of the trace. */
export type Node = OpNode | EffectNode | StoreNode;

/** A pure operation with one result. */
export interface OpNode {
  readonly kind: 'op';
  readonly section: string;
  readonly rules: OpRules;
  readonly inputs: readonly Tensor[];
  /** Set once, right after the node is recorded. */
  output: Tensor;
}

/** An operation that changes variables in place. */
export interface EffectNode {
  readonly kind: 'effect';
  readonly section: string;
  readonly name: string;
  readonly reads: readonly Tensor[];
  readonly updates: readonly Tensor[];
  readonly lower: (context: GraphLowering) => readonly Kernel<Operand>[];
  /** A way on an adapter that reads what a tensor was made from instead; see `takeWaysAround`. */
  wayAround?(facts: AdapterFacts): EffectDetour | null;
}

/** Puts a tensor into a slice of a variable; free where the tensor can be born there. */
export interface StoreNode {
  readonly kind: 'store';
  readonly section: string;
  readonly value: Tensor;
  readonly target: Tensor;
}

/** Other inputs of an operation, and its kernels on them. */
export interface Detour extends Pick<OpRules, 'lower' | 'fuse'> {
  /** The operation whose result is passed by. */
  readonly past: OpNode;
  readonly inputs: readonly Tensor[];
}

/** Other tensors that an effect reads, and its kernels on them. */
export interface EffectDetour extends Pick<EffectNode, 'reads' | 'lower'> {
  /** The operations whose results are passed by. */
  readonly past: readonly OpNode[];
}

/** The rules of an operation with its attributes already bound. */
export interface OpRules {
  readonly name: string;
  readonly lower: (context: GraphLowering, inputs: readonly Tensor[], output: Tensor) => readonly Kernel<Operand>[];
  vjp(cotangent: Tensor, inputs: readonly Tensor[], output: Tensor): readonly (Tensor | null)[];
  jvp(tangents: readonly (Tensor | null)[], inputs: readonly Tensor[], output: Tensor): Tensor | null;
  /** Lowering with an activation applied to the result, for operations that can; see `compile`. */
  fuse: ((activation: string) => OpRules['lower']) | null;
  /** A way on an adapter that reads what an input was made from instead; see `takeWaysAround`. */
  wayAround(facts: AdapterFacts, inputs: readonly Tensor[], output: Tensor): Detour | null;
  /** The activation this operation is, when another operation may apply it in its own kernel. */
  activation: string | null;
  /** The part of its first input that this operation shows, when that is all it does; see `reverse`. */
  part: Part | null;
}

/** Indices `[start, start + extent)` of one axis. */
export interface Part {
  readonly axis: number;
  readonly start: number;
  readonly extent: number;
}
