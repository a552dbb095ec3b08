/** The browser's clock and frames, or a test's. */
export interface FrameClock {
  /** Runs a callback before the next frame is drawn. */
  frame(callback: () => void): void;
  /** Runs a callback once, `milliseconds` later. */
  later(callback: () => void, milliseconds: number): void;
  /** Milliseconds since some origin. */
  now(): number;
}

export const browserClock: FrameClock = {
  frame: (callback) => void requestAnimationFrame(callback),
  later: (callback, milliseconds) => void setTimeout(callback, milliseconds),
  now: () => performance.now(),
};

/**
 * Collects items between frames and hands them over once per frame. While the page is hidden no frame comes, nothing is handed
 * over, and whoever waits for acknowledgements rests.
 */
export class FrameQueue<Item> {
  readonly #clock: FrameClock;
  readonly #handle: (items: readonly Item[]) => void;
  #items: Item[] = [];
  #scheduled = false;

  constructor(clock: FrameClock, handle: (items: readonly Item[]) => void) {
    this.#clock = clock;
    this.#handle = handle;
  }

  /** Adds an item for the next frame. */
  push(item: Item): void {
    this.#items.push(item);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.frame(() => {
      const items = this.#items;
      this.#items = [];
      this.#scheduled = false;
      this.#handle(items);
    });
  }
}
