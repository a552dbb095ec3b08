import type { Span, Task } from './task.ts';

/** Examples in host memory, ready to be uploaded once and shared by all arms. */
export interface Dataset<Examples extends Split = Split> {
  readonly task: Task;
  readonly train: Examples;
  readonly test: Examples;
  /** What a person should know of it before it is trained on. */
  readonly notes?: readonly string[];
}

export type Split = RowSplit | TextSplit;

/** Rows of numbers with their classes. */
export interface RowSplit {
  readonly count: number;
  /** Values of one example. */
  readonly features: number;
  /** `[count, features]`: bytes stand for value/255; floats are taken as they are. */
  readonly inputs: Uint8Array | Float32Array;
  /** `[count]` class numbers; null where there are none. */
  readonly labels: Uint8Array | null;
  /** Numbers to be told; absent where there are none. Without these and classes the input itself is the target. */
  readonly targets?: RealTargets;
  /** What the values of an example are, where they have names. */
  readonly columns?: readonly RealColumn[];
  /** `[count]` rows of the file that the examples were read from, counted from 1. */
  readonly rows?: Uint32Array;
}

/** Standardised numbers that a model is to tell, and what they stand for. */
export interface RealTargets {
  readonly columns: readonly RealColumn[];
  /** `[count, columns]`: (number − mean) / deviation. */
  readonly values: Float32Array;
}

/** One number of an example, with the moments it was standardised by: those of the training split. */
export interface RealColumn {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** Windows of a text, in each of which the next characters are the targets. */
export interface TextSplit {
  readonly count: number;
  /** Characters of one window. */
  readonly length: number;
  /** Characters from the begin of one window to that of the next. */
  readonly hop: number;
  /** Numbers of the characters, one more than the last window takes. */
  readonly tokens: Uint8Array;
  /** Positions of a window whose next character is a target. */
  readonly scored: Span;
}
