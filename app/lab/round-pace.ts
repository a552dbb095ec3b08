import type { SessionControl } from './session-control.ts';
import { StepBudget } from './step-budget.ts';

/** Longest stretch of training under a speed limit, s: motion stays smooth. */
const LIMITED_STRETCH = 0.1;

/** Steps that a round never goes across; Infinity for none. */
export interface Marks {
  /** Steps between two evaluations. */
  readonly evaluation: number;
  /** Steps between two checkpoints. */
  readonly saving: number;
  /** The last step. */
  readonly end: number;
}

/** When the next round of training may begin and how many steps it has, as a person, the marks and the slowest arm let it. */
export class RoundPace {
  readonly #control: SessionControl;
  readonly #marks: Marks;
  /** A clock in ms. */
  readonly #now: () => number;
  readonly #budget = new StepBudget();
  #round = { startedAt: -Infinity, steps: 0 };

  constructor(control: SessionControl, marks: Marks, now: () => number) {
    this.#control = control;
    this.#marks = marks;
    this.#now = now;
  }

  /** Milliseconds until the next round may begin; Infinity while paused. */
  wait(): number {
    const { playing, stepsPerSecond } = this.#control;
    if (this.#control.allowance() === 0) return Infinity;
    if (stepsPerSecond === null || !playing) return 0;
    return this.#round.startedAt + (1_000 * this.#round.steps) / stepsPerSecond - this.#now();
  }

  /** Begins a round after `step`. @returns its steps */
  begin(step: number): number {
    const steps = this.#stepsAfter(step);
    this.#control.consume(steps);
    this.#round = { startedAt: this.#now(), steps };
    return steps;
  }

  /** Learns how long the slowest arm took for the steps of a round. */
  observe(steps: number, milliseconds: number): void {
    this.#budget.observe(steps, milliseconds);
  }

  #stepsAfter(step: number): number {
    const { evaluation, saving, end } = this.#marks;
    const { stepsPerSecond } = this.#control;
    const toNext = (every: number): number => every - (step % every);
    const limited = stepsPerSecond === null ? Infinity : Math.max(1, Math.floor(LIMITED_STRETCH * stepsPerSecond));
    return Math.min(this.#budget.steps, toNext(evaluation), toNext(saving), end - step, limited, this.#control.allowance());
  }
}
