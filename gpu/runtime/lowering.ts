import type { AdapterFacts } from './adapter-facts.ts';

/** What a function that turns a problem into kernels may ask for. */
export interface LoweringContext<Operand> {
  readonly facts: AdapterFacts;
  /** Memory for the duration of this problem's kernels, in 4-byte elements; its content is undefined. */
  scratch(elements: number, label: string): Operand;
  /** Read-only data that is uploaded once, when the program is built. */
  constant(data: Uint32Array | Float32Array, label: string): Operand;
}
