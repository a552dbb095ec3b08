import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { initialMoments, readMoments, type BatchMoments, type MomentLayout } from '../nn/moments.ts';
import { affine } from '../ops/affine.ts';
import { read, readWrite } from '../runtime/kernel.ts';

/** Largest decay of the averages. */
const DECAY = 0.9;

/**
 * Running averages of the moments that layers normalise by, for use outside training: x ← ε x + (1 − ε) sample with
 * ε = min(1 − 1/k, 0.9) after the k-th step that was taken. Variances enter as B/(B − 1) of those of a minibatch of B numbers a
 * channel (Ioffe & Szegedy 2015, algorithm 2).
 */
export class RunningMoments {
  /** Flat. */
  readonly averages: Variable;
  readonly layout: MomentLayout;
  readonly #updates: Variable;
  /** Those of the minibatch, likewise. */
  readonly #batch: Variable;

  constructor(state: State, layout: MomentLayout) {
    this.layout = layout;
    this.averages = state.variable('running moments', [layout.size], initialMoments(layout));
    this.#updates = state.variable('running updates', [1], 'u32');
    this.#batch = state.scratch('batch moments', [layout.size]);
  }

  /**
   * Moves the averages towards the moments of a minibatch, in the order of the layout, unless its step is rejected.
   * @param health u32 `[2]`, all ones in its first word for a step that is taken
   */
  update(graph: Graph, moments: readonly BatchMoments[], health: Tensor): void {
    for (const [index, { mean, variance, rows }] of moments.entries()) {
      const target = readMoments(graph, this.#batch, this.layout.slices[index]!);
      graph.store(mean, target.mean);
      graph.store(affine(variance, rows / (rows - 1)), target.variance);
    }
    const batch = graph.read(this.#batch);
    const updates = graph.read(this.#updates);
    const averages = graph.read(this.averages);
    graph.effect({
      name: 'running moments',
      reads: [batch, health],
      updates: [updates, averages],
      lower: () => [
        {
          shader: 'optimizers/running-moments.wgsl',
          overrides: { DECAY },
          bindings: [read(batch), read(health), readWrite(updates), readWrite(averages)],
          workgroups: [1, 1, 1],
        },
      ],
    });
  }
}
