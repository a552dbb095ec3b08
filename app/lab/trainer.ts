import type { State } from '../../gpu/graph/state.ts';
import { FALLBACK_PERIOD, type Float64Fallback } from '../../gpu/optimizers/float64-fallback.ts';
import type { Guard } from '../../gpu/optimizers/guard.ts';
import { REPORT_CAPACITY, REPORT_FIELDS, type Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { ShapeError } from '../../gpu/runtime/errors.ts';
import { PassTimer } from '../../gpu/runtime/pass-timer.ts';
import type { Selection } from '../../gpu/runtime/program.ts';
import { ReadbackRing } from '../../gpu/runtime/readback.ts';
import type { TrainingRecord } from './arm.ts';
import { stageAt } from './batch-schedule.ts';
import type { TrainingPrograms } from './training-programs.ts';

export interface TrainerParts {
  /** The training step for each size of the minibatch. */
  readonly stages: TrainingPrograms['stages'];
  readonly state: State;
  readonly report: Report;
  readonly guard: Guard;
  /** For an optimiser that inverts matrices. */
  readonly fallback: Float64Fallback | null;
}

/** Replays training steps: several in one submission, all with minibatches of one size, then one readback of their reports. */
export class Trainer {
  readonly #context: DeviceContext;
  readonly #parts: TrainerParts;
  readonly #timer: PassTimer;
  readonly #ring: ReadbackRing;
  /** Of each stage, by the names of the sections. */
  readonly #selections: readonly Map<string, Selection>[];
  #step = 0;

  private constructor(context: DeviceContext, parts: TrainerParts, timer: PassTimer, ring: ReadbackRing) {
    this.#context = context;
    this.#parts = parts;
    this.#timer = timer;
    this.#ring = ring;
    this.#selections = parts.stages.map(() => new Map<string, Selection>());
  }

  /** @throws OutOfMemoryError; nothing stays allocated then. */
  static async create(context: DeviceContext, parts: TrainerParts): Promise<Trainer> {
    const timer = await PassTimer.create(context);
    const reportBytes = REPORT_CAPACITY * REPORT_FIELDS.length * 4;
    try {
      const fallbackBytes = (parts.fallback?.ranges ?? []).reduce((sum, { size }) => sum + size, 0);
      return new Trainer(context, parts, timer, await ReadbackRing.create(context, reportBytes + 8 + 16 + fallbackBytes));
    } catch (error) {
      timer.destroy();
      throw error;
    }
  }

  /** Dispatches of a first step that runs no section with a period. */
  get dispatchesOfPlainStep(): number {
    const { program, schedule } = this.#parts.stages[0];
    return program.select((section) => schedule.isDue(section, Number.MAX_SAFE_INTEGER)).dispatches.length;
  }

  /**
   * Runs the next `count` steps and waits for them.
   * @throws ShapeError beyond the reports the GPU keeps; DeviceLostError.
   */
  async train(count: number): Promise<TrainingRecord> {
    if (count < 1 || count > REPORT_CAPACITY) {
      throw new ShapeError(`train: expected 1 to ${String(REPORT_CAPACITY)} steps, got ${String(count)}; call again for more`);
    }
    let whole: TrainingRecord | null = null;
    for (let left = count; left > 0 && (whole?.failure ?? null) === null;) {
      const toNextStage = (this.#parts.stages[this.#stage + 1]?.start ?? Infinity) - this.#step;
      const some = Math.min(left, FALLBACK_PERIOD - (this.#step % FALLBACK_PERIOD), toNextStage);
      const part = await this.#replay(some);
      whole = whole === null ? part : joined(whole, part);
      left -= some;
    }
    return whole!;
  }

  destroy(): void {
    this.#timer.destroy();
    this.#ring.destroy();
  }

  /** The stage that the next step belongs to. */
  get #stage(): number {
    return stageAt(this.#parts.stages, this.#step);
  }

  /** Runs steps of one stage in one submission; at the fallback's steps it then looks after the inverses. */
  async #replay(count: number): Promise<TrainingRecord> {
    const { state, report, guard, stages, fallback } = this.#parts;
    const first = this.#step;
    const stage = this.#stage;
    const began = performance.now();
    const encoder = this.#context.device.createCommandEncoder({ label: 'train' });
    const pass = encoder.beginComputePass(this.#timer.passDescriptor('train'));
    for (let step = first + 1; step <= first + count; step++) stages[stage]!.program.encode(pass, this.#selectionAt(stage, step));
    pass.end();
    this.#timer.resolve(encoder);
    this.#context.device.queue.submit([encoder.finish()]);
    this.#step += count;
    const fallbackRanges = fallback !== null && this.#step % FALLBACK_PERIOD === 0 ? fallback.ranges : [];
    const ranges = [state.range(report.ring), state.range(guard.health), ...this.#timer.ranges];
    const bytes = await this.#ring.read([...ranges, ...fallbackRanges]);
    const wallSeconds = (performance.now() - began) / 1_000;

    const ringBytes = REPORT_CAPACITY * REPORT_FIELDS.length * 4;
    const rows = new Float32Array(bytes, 0, ringBytes / 4);
    const finding = guard.finding(new Uint32Array(bytes, ringBytes, 2));
    const done = finding === null ? count : Math.max(0, finding.step - first);
    const end = ranges.reduce((sum, { size }) => sum + size, 0);
    if (fallbackRanges.length > 0 && finding === null) await fallback?.repair(this.#step, new Uint32Array(bytes, end));
    return {
      step: first + done,
      losses: Float64Array.from({ length: done }, (_, index) => reportAt(rows, first + index)[0]!),
      seconds: (this.#timer.seconds(bytes.slice(ringBytes + 8, end), wallSeconds) * done) / count,
      scalars: Object.fromEntries(REPORT_FIELDS.map((field, index) => [field, reportAt(rows, first + Math.max(0, done - 1))[index]!])),
      failure: finding,
    };
  }

  /** Goes on after `step`, which the step counter on the GPU must hold. */
  resumeAfter(step: number): void {
    this.#step = step;
  }

  #selectionAt(stage: number, step: number): Selection {
    const { program, schedule } = this.#parts.stages[stage]!;
    const selections = this.#selections[stage]!;
    const due = program.sectionNames.filter((section) => schedule.isDue(section, step));
    const key = due.join();
    let selection = selections.get(key);
    if (selection === undefined) {
      selection = program.select((section) => due.includes(section));
      selections.set(key, selection);
    }
    return selection;
  }
}

/** Two records of steps that follow each other, as one. */
function joined(before: TrainingRecord, after: TrainingRecord): TrainingRecord {
  return { ...after, losses: Float64Array.of(...before.losses, ...after.losses), seconds: before.seconds + after.seconds };
}

/** The row of the ring with the report of a 0-based step. */
function reportAt(rows: Float32Array, step: number): Float32Array {
  const start = (step % REPORT_CAPACITY) * REPORT_FIELDS.length;
  return rows.subarray(start, start + REPORT_FIELDS.length);
}
