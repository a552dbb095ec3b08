import type { Graph } from '../graph/graph.ts';
import { SLICE_ALIGNMENT, type State, type Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { readWrite } from '../runtime/kernel.ts';

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
    this.#coefficients = state.variable(`${label} coefficients`, [2 * SLICE_ALIGNMENT]);
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

  /**
   * Counts one update. `first` is (ε, 1 − ε); `further` is (1, 1 − ε), for samples that add to one already begun.
   */
  advance(graph: Graph): { readonly first: Tensor; readonly further: Tensor } {
    const updates = graph.read(this.#updates);
    const coefficients = graph.read(this.#coefficients);
    graph.effect({
      name: 'moving average',
      reads: [],
      updates: [updates, coefficients],
      lower: () => [
        {
          shader: 'curvature/moving-average.wgsl',
          overrides: { DECAY: this.#decay },
          bindings: [readWrite(updates), readWrite(coefficients)],
          workgroups: [1, 1, 1],
        },
      ],
    });
    return { first: graph.read(this.#coefficients, [2], 0), further: graph.read(this.#coefficients, [2], SLICE_ALIGNMENT) };
  }
}
