import type { FrameClock } from './frame-queue.ts';

/** Shortest time between a redraw and one that can wait, ms. */
const INTERVAL = 250;

/** Draws at once what a person waits for, and at most four times a second what comes along by itself. */
export class PacedDrawing {
  readonly #clock: FrameClock;
  readonly #draw: (time: number) => void;
  #lastAt = -Infinity;
  #isPending = false;

  /** @param draw is told the time, ms */
  constructor(clock: FrameClock, draw: (time: number) => void) {
    this.#clock = clock;
    this.#draw = draw;
  }

  atOnce(): void {
    const time = this.#clock.now();
    this.#lastAt = time;
    this.#draw(time);
  }

  /** Draws as soon as the interval since the last redraw is over. */
  inTurn(): void {
    const wait = this.#lastAt + INTERVAL - this.#clock.now();
    if (wait <= 0) this.atOnce();
    else if (!this.#isPending) {
      this.#isPending = true;
      this.#clock.later(() => {
        this.#isPending = false;
        this.atOnce();
      }, wait);
    }
  }
}
