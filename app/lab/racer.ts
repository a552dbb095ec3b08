import type { Arm, TrainingRecord } from './arm.ts';
import type { ProgressEvent, SessionEvent } from './events.ts';
import { stopMessage } from './stop-message.ts';

/** An arm in the race: how far it is, how long it took, and whether it still runs. */
export class Racer {
  readonly index: number;
  readonly arm: Arm;
  #step: number;
  #seconds: number;
  #stopped = false;

  constructor(index: number, arm: Arm, start: { readonly step: number; readonly seconds: number }) {
    this.index = index;
    this.arm = arm;
    this.#step = start.step;
    this.#seconds = start.seconds;
  }

  /** The last step it took; one that diverged stays at the step that failed. */
  get step(): number {
    return this.#step;
  }

  /** Own training time, s. */
  get seconds(): number {
    return this.#seconds;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes the next `count` steps, or those until it diverges. @returns what there is to tell of them */
  async train(count: number): Promise<readonly SessionEvent[]> {
    const record = await this.arm.train(count);
    const events: SessionEvent[] = record.losses.length > 0 ? [this.#progress(record)] : [];
    this.#step = record.step;
    this.#seconds += record.seconds;
    if (record.failure !== null) {
      this.#stopped = true;
      const { step, tensor } = record.failure;
      events.push({ type: 'arm-stopped', arm: this.index, step, tensor, message: stopMessage(this.arm.description.name, record.failure) });
    }
    return events;
  }

  #progress({ losses, seconds, scalars }: TrainingRecord): ProgressEvent {
    const count = losses.length;
    return {
      type: 'progress',
      arm: this.index,
      steps: Float64Array.from({ length: count }, (_, index) => this.#step + index + 1),
      losses,
      seconds: Float64Array.from({ length: count }, (_, index) => this.#seconds + (seconds * (index + 1)) / count),
      scalars,
    };
  }
}
