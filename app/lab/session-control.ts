import type { Look } from './looks/look.ts';

/** The block a person looks at. */
export interface Selection {
  readonly arm: number;
  readonly layer: number;
}

/**
 * What a person asks of a running session; the session reads it between submissions. Nothing here can change the
 * mathematics, only when it happens.
 */
export class SessionControl {
  readonly #abort = new AbortController();
  readonly #sleepers = new Set<() => void>();
  #playing = false;
  #pendingSteps = 0;
  #stepsPerSecond: number | null = null;
  #selection: Selection | null = null;
  #look: Look | null = null;

  get playing(): boolean {
    return this.#playing;
  }

  /** Steps asked for one by one and not yet trained. */
  get pendingSteps(): number {
    return this.#pendingSteps;
  }

  /** Steps a second and arm at the most; null for as fast as it goes. */
  get stepsPerSecond(): number | null {
    return this.#stepsPerSecond;
  }

  get selection(): Selection | null {
    return this.#selection;
  }

  /** The layer that is being watched at work; null for none. */
  get look(): Look | null {
    return this.#look;
  }

  /** Aborted once the session is asked to stop for good. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  play(): void {
    this.#playing = true;
    this.wake();
  }

  pause(): void {
    this.#playing = false;
    this.#pendingSteps = 0;
    this.wake();
  }

  /** Trains every arm by one step more, and pauses a running session. */
  step(): void {
    this.#playing = false;
    this.#pendingSteps += 1;
    this.wake();
  }

  setSpeed(stepsPerSecond: number | null): void {
    this.#stepsPerSecond = stepsPerSecond;
    this.wake();
  }

  inspect(selection: Selection | null): void {
    this.#selection = selection;
    this.wake();
  }

  watch(look: Look | null): void {
    this.#look = look;
    this.wake();
  }

  stop(): void {
    this.#abort.abort();
    this.wake();
  }

  /** Steps the session may train now. */
  allowance(): number {
    return this.#playing ? Infinity : this.#pendingSteps;
  }

  /** Tells that steps were trained. */
  consume(steps: number): void {
    this.#pendingSteps = Math.max(0, this.#pendingSteps - steps);
  }

  /** Ends all waiting. */
  wake(): void {
    for (const sleeper of [...this.#sleepers]) sleeper();
  }

  /** Resolves at the next change, or after `milliseconds` (Infinity for never). */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(done);
        resolve();
      };
      // Longer waits than a timer can count are as good as none.
      const timer = milliseconds < 2 ** 31 ? setTimeout(done, milliseconds) : undefined;
      this.#sleepers.add(done);
    });
  }
}
