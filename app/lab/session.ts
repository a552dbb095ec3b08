import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { DeviceLostError } from '../../gpu/runtime/errors.ts';
import type { Arm } from './arm.ts';
import { encodeCheckpoint, specOfArm } from './checkpoint.ts';
import { DeviceWatch } from './device-watch.ts';
import type { FinishedEvent, ReadyEvent, SessionEvent } from './events.ts';
import { Inspector } from './inspector.ts';
import type { Lookout } from './looks/lookout.ts';
import type { DescribeMistakes } from './mistakes.ts';
import type { PredictionView } from './prediction-view.ts';
import { Racer } from './racer.ts';
import type { SessionStart } from './resume-arms.ts';
import { RoundPace } from './round-pace.ts';
import type { SessionControl } from './session-control.ts';
import { sha256 } from './sha256.ts';
import type { ExperimentSpec } from './spec.ts';
import { tellEvaluation } from './tell-evaluation.ts';

export interface SessionParts {
  readonly spec: ExperimentSpec;
  readonly context: DeviceContext;
  readonly control: SessionControl;
  /** A clock in ms. */
  readonly now: () => number;
  readonly arms: readonly Arm[];
  readonly ready: ReadyEvent;
  /** Null where predictions have no picture. */
  readonly view: PredictionView | null;
  /** Null where there are no classes. */
  readonly mistakes: DescribeMistakes | null;
  readonly lookout: Lookout;
  readonly start: SessionStart;
  /** Null where no checkpoints are wanted while it runs. */
  readonly saving: Saving | null;
  /** Releases arms and data. */
  readonly destroy: () => void;
}

/** Checkpoints while a session runs. */
export interface Saving {
  /** Steps between two. */
  readonly every: number;
  /** Stores `session.checkpoint` of each arm; training waits for it. */
  readonly write: (session: Session) => Promise<void>;
}

/**
 * The training loop: all arms advance by the same steps in turns, evaluated at fixed steps. When a person plays, pauses
 * or inspects moves events in time but never changes a number in them.
 */
export class Session {
  readonly ready: ReadyEvent;
  readonly #parts: SessionParts;
  readonly #racers: readonly Racer[];
  readonly #inspector: Inspector;
  readonly #watch: DeviceWatch;
  readonly #pace: RoundPace;
  #step: number;
  #evaluatedStep = -1;
  #finished = false;
  /** Why nothing read from the GPU can be trusted any more. */
  #failure: Error | null = null;

  constructor(parts: SessionParts) {
    this.ready = parts.ready;
    this.#parts = parts;
    const { spec, control, now } = parts;
    const { step, seconds } = parts.start;
    this.#step = step;
    this.#racers = parts.arms.map((arm, index) => new Racer(index, arm, { step, seconds: seconds[index]! }));
    const marks = { evaluation: spec.evaluation.every, saving: parts.saving?.every ?? Infinity, end: spec.stop.steps ?? Infinity };
    this.#pace = new RoundPace(control, marks, now);
    this.#inspector = new Inspector(parts.arms, now);
    this.#watch = new DeviceWatch(parts.context, (kind, reason) => {
      const end = `at step ${this.#step} (${reason}); load the experiment again`;
      this.#failure ??=
        kind === 'lost'
          ? new DeviceLostError(`session: the GPU device was lost ${end}`)
          : new Error(`session: the GPU refused work ${end}`);
      control.wake();
    });
  }

  /**
   * Trains as the control says and tells what happens. After `finished` by a limit it still answers inspections, until
   * the control's `stop()` or the consumer's `return()` ends it.
   * @throws DeviceLostError as soon as the device is lost, Error as soon as it refuses work; no event carries a number
   * read after that.
   */
  async *run(): AsyncGenerator<SessionEvent, void, undefined> {
    const { control, lookout } = this.#parts;
    yield this.ready;
    yield* this.#evaluate();
    while (!control.signal.aborted) {
      this.#checkDevice();
      this.#inspector.select(control.selection);
      if (lookout.select(control.look)) yield* this.#lookAtAll();
      const trainingWait = this.#finished ? Infinity : this.#pace.wait();
      if (trainingWait <= 0) {
        yield* this.#trainRound();
        yield* this.#finishIfDue();
      }
      const inspected = this.#racers[control.selection?.arm ?? -1]?.step ?? 0;
      const inspectionWait = this.#inspector.wait(inspected);
      if (inspectionWait <= 0) {
        const report = await this.#inspector.advance(inspected);
        this.#checkDevice();
        if (report !== null) yield report;
      }
      const isLookDue = lookout.look !== control.look;
      if (trainingWait > 0 && !isLookDue) await control.wait(Math.min(trainingWait, inspectionWait));
    }
    if (!this.#finished) yield { type: 'finished', reason: 'stopped' };
  }

  /** SHA-256 of each arm's weights as they lie in memory, lower-case hex. */
  async weightHashes(): Promise<string[]> {
    const hashes: string[] = [];
    for (const { arm } of this.#racers) {
      const weights = await arm.weights();
      this.#checkDevice();
      hashes.push(await sha256(weights));
    }
    return hashes;
  }

  /** Steps that all arms have done. */
  get step(): number {
    return this.#step;
  }

  /** The bytes of an arm's checkpoint as it is now; to be called between rounds: while `run` is not being advanced, or by `saving`. */
  async checkpoint(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const { spec, context } = this.#parts;
    const { arm, seconds } = this.#racers[index]!;
    const tensors = await arm.save();
    this.#checkDevice();
    const adapter = context.facts.description;
    return encodeCheckpoint({ spec: specOfArm(spec, spec.arms[index]!), step: this.#step, seconds, adapter, tensors });
  }

  /** Releases all GPU memory of the session. */
  destroy(): void {
    this.#watch.release();
    this.#parts.destroy();
  }

  async *#trainRound(): AsyncGenerator<SessionEvent, void, undefined> {
    const { control, now, saving, spec } = this.#parts;
    const count = this.#pace.begin(this.#step);
    let slowest = 0;
    for (const racer of this.#racers) {
      if (racer.stopped) continue;
      const start = now();
      const events = await racer.train(count);
      slowest = Math.max(slowest, now() - start);
      this.#checkDevice();
      yield* events;
      // A checkpoint needs all arms at one step: the round is then finished.
      if (control.signal.aborted && saving === null) return;
    }
    this.#step += count;
    this.#pace.observe(count, slowest);
    if (saving !== null && this.#step % saving.every === 0) await saving.write(this);
    if (this.#step % spec.evaluation.every === 0) yield* this.#evaluate();
  }

  async *#evaluate(): AsyncGenerator<SessionEvent, void, undefined> {
    this.#evaluatedStep = this.#step;
    for (const racer of this.#racers) {
      if (racer.stopped || this.#parts.control.signal.aborted) continue;
      for await (const event of tellEvaluation(racer, this.#parts)) {
        this.#checkDevice();
        yield event;
      }
      yield* this.#lookAt(racer);
    }
  }

  /** Each arm as it is now, unless the person looks elsewhere by then. */
  async *#lookAtAll(): AsyncGenerator<SessionEvent, void, undefined> {
    const { control, lookout } = this.#parts;
    for (const racer of this.#racers) {
      if (control.signal.aborted || lookout.look !== control.look) return;
      yield* this.#lookAt(racer);
    }
  }

  async *#lookAt({ index, step }: Racer): AsyncGenerator<SessionEvent, void, undefined> {
    const seen = await this.#parts.lookout.see(index, step);
    this.#checkDevice();
    if (seen !== null) yield seen;
  }

  async *#finishIfDue(): AsyncGenerator<SessionEvent, void, undefined> {
    const reason = this.#finishReason();
    if (reason === null || this.#parts.control.signal.aborted) return;
    if (this.#evaluatedStep !== this.#step) yield* this.#evaluate();
    this.#finished = true;
    yield { type: 'finished', reason };
  }

  #finishReason(): FinishedEvent['reason'] | null {
    const { steps, seconds } = this.#parts.spec.stop;
    if (this.#racers.every((racer) => racer.stopped)) return 'all-arms-stopped';
    if (steps !== null && this.#step >= steps) return 'steps';
    // The limit is on the training time of all arms together, about what a person waits.
    const total = this.#racers.reduce((sum, racer) => sum + racer.seconds, 0);
    return seconds !== null && total >= seconds ? 'seconds' : null;
  }

  #checkDevice(): void {
    if (this.#failure !== null && !this.#parts.control.signal.aborted) throw this.#failure;
  }
}
