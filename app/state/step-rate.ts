/** Span of the moving window, ms. */
const WINDOW = 3_000;

/** Steps per second of wall time over the last three seconds. */
export class StepRate {
  #samples: { readonly time: number; readonly step: number }[] = [];

  /** Forgets everything, for a pause or a new run. */
  clear(): void {
    this.#samples = [];
  }

  /** Notes the step reached at a time (ms) and returns the rate, NaN until half a second and a step were seen. */
  sample(time: number, step: number): number {
    this.#samples.push({ time, step });
    while ((this.#samples[1]?.time ?? Infinity) <= time - WINDOW) this.#samples.shift();
    const first = this.#samples[0];
    if (!first || time - first.time < 500 || step === first.step) return NaN;
    return ((step - first.step) / (time - first.time)) * 1_000;
  }
}
