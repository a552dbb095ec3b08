import type { Task } from './events.ts';

/** Examples in host memory, ready to be uploaded once and shared by all arms. */
export interface Dataset {
  readonly task: Task;
  readonly train: Split;
  readonly test: Split;
}

export interface Split {
  readonly count: number;
  /** Values of one example. */
  readonly features: number;
  /** `[count, features]`: bytes stand for value/255; floats are taken as they are. */
  readonly inputs: Uint8Array | Float32Array;
  /** `[count]` class numbers; null where the input itself is the target. */
  readonly labels: Uint8Array | null;
}
