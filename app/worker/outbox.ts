import type { ProgressEvent } from '../lab/events.ts';
import type { RunEvent } from './protocol.ts';

/** A run event before it gets its run and number. */
export type EventBody = RunEvent extends infer Event ? (Event extends RunEvent ? Omit<Event, 'runId' | 'sequence'> : never) : never;

const MAX_UNACKNOWLEDGED = 4;
/** Events that may wait before the session has to. */
const MAX_WAITING = 32;

/**
 * Sends a run's events in order, never more than a few ahead of what the page has drawn. While the page is slow, or
 * hidden, progress of one arm is joined into one event, so training goes on; other events make the session wait.
 */
export class Outbox {
  readonly #runId: number;
  readonly #post: (event: RunEvent) => void;
  #queue: EventBody[] = [];
  #sequence = 0;
  #acknowledged = 0;
  #closed = false;
  #waiters: (() => void)[] = [];

  constructor(runId: number, post: (event: RunEvent) => void) {
    this.#runId = runId;
    this.#post = post;
  }

  /** Sends the event, now or when the page has caught up; nothing once closed. */
  push(body: EventBody): void {
    if (this.#closed) return;
    if (body.type !== 'progress' || !this.#join(body)) this.#queue.push(body);
    this.#flush();
  }

  /** The page has drawn all events up to this number. */
  acknowledge(sequence: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(sequence, this.#sequence));
    this.#flush();
  }

  /** Resolves when another event may be pushed, at once while few wait. */
  async room(): Promise<void> {
    while (!this.#closed && this.#queue.length >= MAX_WAITING) {
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  /** Drops what waits and sends nothing more. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#wake();
  }

  /** Joins progress to the last waiting event of the same arm, if that is progress too. */
  #join(next: ProgressEvent): boolean {
    const index = this.#queue.findLastIndex((event) => 'arm' in event && event.arm === next.arm);
    const last = this.#queue[index];
    if (last?.type !== 'progress') return false;
    this.#queue[index] = {
      ...next,
      steps: joined(last.steps, next.steps),
      losses: joined(last.losses, next.losses),
      seconds: joined(last.seconds, next.seconds),
    };
    return true;
  }

  #flush(): void {
    while (this.#queue.length > 0 && this.#sequence - this.#acknowledged < MAX_UNACKNOWLEDGED) {
      const body = this.#queue.shift()!;
      this.#sequence += 1;
      this.#post({ ...body, runId: this.#runId, sequence: this.#sequence });
    }
    if (this.#queue.length < MAX_WAITING) this.#wake();
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
