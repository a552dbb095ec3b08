const TARGET_MILLISECONDS = 75;
const MAX_STEPS = 128;
/** Weight of the newest measurement; steps with and without a refresh of the inverses alternate. */
const MEMORY = 0.5;

/** How many steps go into one submission, so that the slowest arm's takes about 75 ms. */
export class StepBudget {
  #steps = 1;
  #stepMilliseconds = NaN;

  /** Steps of the next submission. */
  get steps(): number {
    return this.#steps;
  }

  /** Learns from the slowest arm's submission of `count` steps; growth is gradual. */
  observe(count: number, milliseconds: number): void {
    const latest = milliseconds / count;
    this.#stepMilliseconds = Number.isNaN(this.#stepMilliseconds) ? latest : MEMORY * latest + (1 - MEMORY) * this.#stepMilliseconds;
    const ideal = Math.floor(TARGET_MILLISECONDS / Math.max(this.#stepMilliseconds, 1e-3));
    this.#steps = Math.max(1, Math.min(ideal, 2 * this.#steps, MAX_STEPS));
  }
}
