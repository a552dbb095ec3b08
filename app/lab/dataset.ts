import type { Span, Task } from './events.ts';

/** Examples in host memory, ready to be uploaded once and shared by all arms. */
export interface Dataset<Examples extends Split = Split> {
  readonly task: Task;
  readonly train: Examples;
  readonly test: Examples;
}

export type Split = RowSplit | TextSplit;

/** Rows of numbers with their classes. */
export interface RowSplit {
  readonly count: number;
  /** Values of one example. */
  readonly features: number;
  /** `[count, features]`: bytes stand for value/255; floats are taken as they are. */
  readonly inputs: Uint8Array | Float32Array;
  /** `[count]` class numbers; null where the input itself is the target. */
  readonly labels: Uint8Array | null;
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
