import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { Report } from './report.ts';

/** The words of `shaders/lib/guard.wgsl`. */
const FINE = 0xffff_ffff;
const STEP = 0xffff_fffe;
const EXPLODED = 0xffff_fffd;
/** Written from outside when a matrix has no inverse for too long, plus the layer: below the words above. */
const INVERSES = 0xffff_0000;
const ELEMENTS_PER_WORKGROUP = 4_096;

/** A loss this many times the running mean and the first loss has exploded. */
const EXPLOSION = 10;
/** Rejections after which an arm stops, unless as many steps as `CALM` in a row were accepted between them. */
const REJECTIONS = 5;
const CALM = 10;
/** Larger than every loss that is not lost. */
const NO_LIMIT = 3e38;

/** What made an arm stop. */
export interface GuardFinding {
  /** 1-based step of the last rejection. */
  readonly step: number;
  /** `loss`, `step` (rate or momentum), or the name of the layer whose slice holds the first value that is not finite. */
  readonly tensor: string;
  readonly kind: 'not-finite' | 'exploded' | 'no-inverse';
}

/**
 * Watches each step: its loss and direction for NaN, infinity and magnitudes from 10³⁰ on, by their bits, and its loss for
 * an explosion. A step that fails is rejected – update kernels do nothing, or, when it is the loss that speaks against
 * the parameters, put back those from before the last step and forget the momentum – and counted. After several
 * rejections in close succession the arm is stopped: it rests at the parameters of before the rejected steps.
 */
export class Guard {
  /** u32 `[2]`: what failed (all ones: nothing; 0: the loss; i: slice i − 1; else see above), and where the arm stopped. */
  readonly health: Variable;
  /** The parameters before the last step that was taken, flat. */
  readonly lastGood: Variable;
  /** `[5]`: the largest loss that is allowed, the first one, their mean, rejections, steps accepted since. */
  readonly #losses: Variable;
  readonly #layout: ParameterLayout;

  /** @param parameters what training starts from, flat. */
  constructor(state: State, layout: ParameterLayout, parameters: Float32Array) {
    this.#layout = layout;
    this.health = state.variable('health', [2], Uint32Array.of(FINE, 0));
    this.lastGood = state.variable('last good parameters', [layout.size], parameters);
    this.#losses = state.variable('losses', [5], Float32Array.of(NO_LIMIT, 0, 0, 0, 0));
  }

  /** Checks the loss `[1]` and a flat gradient or update `[layout.size]`. */
  watch(graph: Graph, loss: Tensor, flat: Tensor): void {
    const health = graph.read(this.health);
    const losses = graph.read(this.#losses);
    const ends = Uint32Array.from(this.#layout.slices, ({ offset, shape }) => offset + sizeOf(shape));
    const groups = Math.max(1, Math.ceil(this.#layout.size / ELEMENTS_PER_WORKGROUP));
    graph.effect({
      name: 'guard',
      reads: [loss, flat, losses],
      updates: [health],
      lower: (context) => [
        {
          shader: 'optimizers/guard.wgsl',
          bindings: [read(loss), read(flat), read(context.constant(ends, 'slice ends')), read(losses), readWrite(health)],
          workgroups: [groups, 1, 1],
        },
      ],
    });
  }

  /** Checks the loss alone, for what learns from a step before its direction is known. */
  watchLoss(graph: Graph, loss: Tensor): void {
    const health = graph.read(this.health);
    const losses = graph.read(this.#losses);
    graph.effect({
      name: 'guard of the loss',
      reads: [loss, losses],
      updates: [health],
      lower: () => [
        { shader: 'optimizers/guard-loss.wgsl', bindings: [read(loss), read(losses), readWrite(health)], workgroups: [1, 1, 1] },
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

  /** Ends a step: counts it as accepted or rejected, and keeps its report in the ring. */
  settle(graph: Graph, report: Report, counter: Tensor): void {
    const current = graph.read(report.current);
    const ring = graph.read(report.ring);
    const health = graph.read(this.health);
    const losses = graph.read(this.#losses);
    graph.effect({
      name: 'settle',
      reads: [counter],
      updates: [current, ring, health, losses],
      lower: () => [
        {
          shader: 'optimizers/settle.wgsl',
          overrides: { FIELDS: sizeOf(current.shape), EXPLOSION, REJECTIONS, CALM },
          bindings: [readWrite(current), read(counter), readWrite(ring), readWrite(health), readWrite(losses)],
          workgroups: [1, 1, 1],
        },
      ],
    });
  }

  /** Whether two words are ones that `health` can hold for this layout. */
  isHealth(words: ArrayLike<number>): boolean {
    const slices = this.#layout.slices.length;
    const code = words[0]!;
    return code >= EXPLODED || code <= slices || (code >= INVERSES && code < INVERSES + slices);
  }

  /** Reads the two words of `health`; null while the arm trains. */
  finding(health: Uint32Array): GuardFinding | null {
    const [code, step] = health as unknown as [number, number];
    if (step === 0) return null;
    if (code === EXPLODED) return { step, tensor: 'loss', kind: 'exploded' };
    if (code === STEP) return { step, tensor: 'step', kind: 'not-finite' };
    if (code >= INVERSES) return { step, tensor: this.#layout.slices[code - INVERSES]!.name, kind: 'no-inverse' };
    return { step, tensor: code === 0 ? 'loss' : this.#layout.slices[code - 1]!.name, kind: 'not-finite' };
  }

  /** The words of `health` that stop an arm after `step` because a matrix of layer `slice` has no inverse. */
  stoppedWithoutInverse(slice: number, step: number): Uint32Array {
    return Uint32Array.of(INVERSES + slice, step);
  }
}
