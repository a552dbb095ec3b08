import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';

/** A sample that is to enter an average. */
export interface Sample {
  /** u32 `[1]`, not 0 for one that is not admitted; see `Admission`. */
  readonly verdict: Tensor;
  /** u32 `[2]`, all ones in its first word for a step that is fine. */
  readonly health: Tensor;
  /** Whether it adds to an update already begun. */
  readonly isFurther: boolean;
  /** Whether no other average looks at the verdict, so that it is set back. */
  readonly isLast: boolean;
}

/**
 * Coefficients of the average x ← ε x + (1 − ε) sample with ε = min(1 − 1/k, decay) at the k-th update: unbiased from
 * the first sample on (Martens & Grosse 2015, §5). They live on the GPU, since k counts updates, not steps.
 */
export class MovingAverage {
  readonly #decay: number;
  readonly #updates: Variable;
  readonly #coefficients: Variable;

  constructor(state: State, label: string, decay: number) {
    this.#decay = decay;
    this.#updates = state.variable(`${label} updates`, [1], 'u32');
    this.#coefficients = state.variable(`${label} coefficients`, [3]);
  }

  /** Forgets what was counted: the next sample counts fully. */
  restart(graph: Graph): void {
    const updates = graph.read(this.#updates);
    graph.effect({
      name: 'restart of an average',
      reads: [],
      updates: [updates],
      lower: () => [{ shader: 'curvature/restart-average.wgsl', bindings: [readWrite(updates)], workgroups: [1, 1, 1] }],
    });
  }

  /** (ε, 1 − ε) for the first sample of an update, (1, 1 − ε) for a further one, (1, 0) for one that weighs nothing; `[2]`. */
  coefficients(graph: Graph): Tensor {
    return graph.read(this.#coefficients, [2]);
  }

  /** Counts one update, or a further sample of it, unless its batch is not admitted or its step is not fine. */
  advance(graph: Graph, { verdict, health, isFurther, isLast }: Sample): void {
    const updates = graph.read(this.#updates);
    const coefficients = graph.read(this.#coefficients);
    graph.effect({
      name: 'moving average',
      reads: [health],
      updates: [updates, coefficients, verdict],
      lower: () => [
        {
          shader: 'curvature/moving-average.wgsl',
          overrides: { DECAY: this.#decay, FURTHER: isFurther ? 1 : 0, LAST: isLast ? 1 : 0 },
          bindings: [readWrite(updates), readWrite(coefficients), readWrite(verdict), read(health)],
          workgroups: [1, 1, 1],
        },
      ],
    });
  }
}
