import type { FrameClock } from '../frame-queue.ts';

/** Frames and timers that pass when the test says so. */
export class ManualClock implements FrameClock {
  time = 0;
  #frames: (() => void)[] = [];
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  frame(callback: () => void): void {
    this.#frames.push(callback);
  }

  later(callback: () => void, milliseconds: number): void {
    this.#timers.push({ at: this.time + milliseconds, callback });
  }

  now(): number {
    return this.time;
  }

  drawFrame(): void {
    for (const callback of this.#frames.splice(0)) callback();
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.#timers.filter((timer) => timer.at <= this.time);
    this.#timers = this.#timers.filter((timer) => timer.at > this.time);
    for (const { callback } of due) callback();
  }
}
