import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import { read, readWrite } from '../runtime/kernel.ts';

const FINE = 0xffffffff;
/** The code of `guard-step.wgsl`: after every slice. */
const STEP = 0xfffffffe;
const ELEMENTS_PER_WORKGROUP = 4_096;

/** What made a step unusable. */
export interface GuardFinding {
  /** 1-based step. */
  readonly step: number;
  /** `loss`, `step` (rate or momentum), or the name of the layer whose slice holds the first value that is not finite. */
  readonly tensor: string;
}

/**
 * Watches for NaN, infinity and magnitudes from 10³⁰ on, by their bits. Once tripped it stays so, and every update kernel leaves the parameters as
 * they are: an arm rests at what it had when the failing step began.
 */
export class Guard {
  /** u32 `[2]`: what failed (all ones: nothing; 0: the loss; i: slice i − 1; all ones but the last: the step), and when. */
  readonly health: Variable;
  readonly #layout: ParameterLayout;

  constructor(state: State, layout: ParameterLayout) {
    this.#layout = layout;
    this.health = state.variable('health', [2], Uint32Array.of(FINE, 0));
  }

  /** Checks the loss `[1]` and a flat gradient or update `[layout.size]`. */
  watch(graph: Graph, loss: Tensor, flat: Tensor): void {
    const health = graph.read(this.health);
    const ends = Uint32Array.from(this.#layout.slices, ({ offset, shape }) => offset + sizeOf(shape));
    const groups = Math.max(1, Math.ceil(this.#layout.size / ELEMENTS_PER_WORKGROUP));
    graph.effect({
      name: 'guard',
      reads: [loss, flat],
      updates: [health],
      lower: (context) => [
        {
          shader: 'optimizers/guard.wgsl',
          bindings: [read(loss), read(flat), read(context.constant(ends, 'slice ends')), readWrite(health)],
          workgroups: [groups, 1, 1],
        },
      ],
    });
  }

  /** Checks the rate and momentum that a step has solved, before it is taken. */
  watchStep(graph: Graph, report: Tensor): void {
    const health = graph.read(this.health);
    graph.effect({
      name: 'guard of the step',
      reads: [report],
      updates: [health],
      lower: () => [{ shader: 'optimizers/guard-step.wgsl', bindings: [read(report), readWrite(health)], workgroups: [1, 1, 1] }],
    });
  }

  /** Whether two words are ones that `health` can hold for this layout. */
  isHealth(words: ArrayLike<number>): boolean {
    return words[0]! >= STEP || words[0]! <= this.#layout.slices.length;
  }

  /** Reads the two words of `health`; null when all was finite. */
  finding(health: Uint32Array): GuardFinding | null {
    const [code, step] = health as unknown as [number, number];
    if (code === FINE) return null;
    if (code === STEP) return { step, tensor: 'step' };
    return { step, tensor: code === 0 ? 'loss' : this.#layout.slices[code - 1]!.name };
  }
}
