import type { Problem } from './measures.ts';

/** A library under measurement, alone in its page. */
export interface Peer {
  /** What it runs on. */
  readonly description: string;
  /** Everything a measurement needs, or null when the peer cannot compute this. */
  prepare(problem: Problem): Promise<Prepared | null>;
}

export interface Prepared {
  /** Repetitions to leave out before the first sample; 1 when absent. */
  readonly warmUp?: number;
  /** Repetitions that belong together; samples are multiples of it; 1 when absent. */
  readonly period?: number;
  /** Computes `count` times and waits for the last result; ms that took. */
  run(count: number): Promise<number>;
  /** An element of the last result, so that nobody times nothing; for training the loss. */
  check(): Promise<number>;
  destroy(): void;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
