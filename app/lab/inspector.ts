import type { Arm } from './arm.ts';
import type { InspectionEvent } from './inspection-event.ts';
import { inspectBlock } from './inspect-block.ts';
import type { Selection } from './session-control.ts';

/** Shortest time between two reports, ms. */
const PAUSE = 1_000;
/** A report that took t ms is followed by at least this many t of rest: spectra take at most a fifth of the time. */
const REST = 4;
const SLICE = 40;

/**
 * Reports on the selected block again and again while training goes on: one readback, then float64 spectra on the CPU in
 * slices of about 40 ms between submissions, so that no arm's own time includes them.
 */
export class Inspector {
  readonly #arms: readonly Arm[];
  readonly #now: () => number;
  #selection: Selection | null = null;
  #work: Generator<undefined, InspectionEvent> | null = null;
  #spent = 0;
  #nextAt = -Infinity;
  #reportedStep = -1;

  /** @param now a clock in ms */
  constructor(arms: readonly Arm[], now: () => number) {
    this.#arms = arms;
    this.#now = now;
  }

  /** Chooses the block; null or one that does not exist for none. */
  select(selection: Selection | null): void {
    if (selection === this.#selection) return;
    this.#selection = selection;
    this.#work = null;
    this.#nextAt = -Infinity;
    this.#reportedStep = -1;
  }

  /** Milliseconds until `advance` has something to do; Infinity while nothing is selected or nothing is new. */
  wait(step: number): number {
    if (this.#work !== null) return 0;
    if (this.#selectedArm() === null || step === 0 || step === this.#reportedStep) return Infinity;
    return Math.max(0, this.#nextAt - this.#now());
  }

  /**
   * Works for one slice.
   * @returns the report when it is done, else null
   */
  async advance(step: number): Promise<InspectionEvent | null> {
    const start = this.#now();
    if (this.#work === null) {
      await this.#begin(step);
      this.#spent = 0;
    }
    let report: InspectionEvent | null = null;
    while (this.#work !== null && this.#now() - start < SLICE) {
      const next = this.#work.next();
      if (next.done === true) {
        report = next.value;
        this.#work = null;
      }
    }
    this.#spent += this.#now() - start;
    this.#nextAt = this.#now() + Math.max(PAUSE, REST * this.#spent);
    return report;
  }

  async #begin(step: number): Promise<void> {
    const selection = this.#selection;
    const arm = this.#selectedArm();
    if (selection === null || arm === null) return;
    this.#reportedStep = step;
    const snapshot = await arm.curvature(selection.layer);
    // The choice may have changed while the GPU was read.
    if (snapshot !== null && selection === this.#selection) this.#work = inspectBlock({ ...selection, step }, snapshot);
  }

  #selectedArm(): Arm | null {
    if (this.#selection === null) return null;
    const arm = this.#arms[this.#selection.arm];
    return arm?.description.layers[this.#selection.layer] === undefined ? null : arm;
  }
}
