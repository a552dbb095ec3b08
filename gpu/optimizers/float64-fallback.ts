import type { Curvature } from '../curvature/curvature.ts';
import { matricesOf } from '../curvature/factor-layout.ts';
import type { State } from '../graph/state.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { LADDER_GROWTH, LADDER_RUNGS } from '../linalg/pivot-ladder.ts';
import { spdInverseFloat64 } from '../linalg/spd-inverse-float64.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import type { BufferRange } from '../runtime/kernel.ts';
import { readOnce } from '../runtime/readback.ts';
import type { Guard } from './guard.ts';
import { REPORT_FIELDS, type Report } from './report.ts';

/** Refreshes in a row without an inverse, in float64 neither, after which an arm stops. */
const PATIENCE = 10;

const FALLBACKS = REPORT_FIELDS.indexOf('fallbacks');

/** What the fallback reads and mends. */
export interface FallbackParts {
  readonly context: DeviceContext;
  readonly state: State;
  readonly curvature: Curvature;
  readonly report: Report;
  readonly guard: Guard;
}

/** Steps between two looks at the matrices. */
export const FALLBACK_PERIOD = 128;

/**
 * The last resort for matrices whose ladder ended without an inverse: float64, in JavaScript. It is asked every
 * `FALLBACK_PERIOD` steps, whatever the submissions, so that when something is read back never changes a result.
 */
export class Float64Fallback {
  readonly #parts: FallbackParts;

  constructor(parts: FallbackParts) {
    this.#parts = parts;
  }

  /** What `repair` wants to see. */
  get ranges(): readonly BufferRange[] {
    const { state, curvature, report } = this.#parts;
    if (curvature.inverses.matrices.length === 0) return [];
    const { status, history } = curvature.inverses;
    return [state.range(status), state.range(history), state.range(report.current, FALLBACKS, 1)];
  }

  /**
   * Gives the failed matrices the inverse that float64 finds, with the least damping of their ladder that it can do
   * with; stops an arm that has gone without one for too long.
   * @param words the content of `ranges`
   * @throws DeviceLostError
   */
  async repair(step: number, words: Uint32Array): Promise<void> {
    const { context, state, curvature, report } = this.#parts;
    const { inverses } = curvature;
    const { matrices } = inverses;
    const count = matrices.length;
    let total = new Float32Array(words.slice(-1).buffer)[0]!;
    for (const [index, matrix] of matrices.entries()) {
      if (words[index] === 0) continue;
      const inverse = await this.#invert(index, matrix);
      if (inverse === null) {
        if (words[count + 2 * index + 1]! >= PATIENCE) this.#stop(matrix, step);
        continue;
      }
      state.write(context, inverses.inverses, inverse, matrix.offset);
      state.write(context, inverses.status, Uint32Array.of(0), index);
      state.write(context, inverses.history, Uint32Array.of(step, 0), 2 * index);
      total += 1;
      state.write(context, report.current, Float32Array.of(total), FALLBACKS);
    }
  }

  async #invert(index: number, { offset, size }: MatrixSlot): Promise<Float32Array | null> {
    const { context, state, curvature } = this.#parts;
    const { factors, inverses } = curvature;
    const values = new Float32Array(
      await readOnce(context, [state.range(factors, offset, size ** 2), state.range(inverses.shifts, index, 1)]),
    );
    const last = values[size ** 2]!;
    for (let rung = LADDER_RUNGS; rung >= 0; rung--) {
      const inverse = spdInverseFloat64(size, values, last / LADDER_GROWTH ** rung);
      if (inverse !== null) return inverse;
    }
    return null;
  }

  #stop(matrix: MatrixSlot, step: number): void {
    const { context, state, curvature, guard } = this.#parts;
    const slice = curvature.layout.blocks.findIndex((block) => matricesOf(block).some((other) => other === matrix));
    state.write(context, guard.health, guard.stoppedWithoutInverse(slice, step));
  }
}
