import { bytesOf } from '../../../gpu/graph/compile.ts';
import { ALWAYS } from '../../../gpu/graph/graph.ts';
import type { DeviceContext } from '../../../gpu/runtime/device-owner.ts';
import { PassTimer } from '../../../gpu/runtime/pass-timer.ts';
import { readOnce } from '../../../gpu/runtime/readback.ts';
import { declareArm, type ArmOptions } from '../declare-arm.ts';
import { compileTraining, traceTraining } from '../training-programs.ts';

/** The training of one arm, traced but not yet in memory. */
export interface Pilot {
  /** GPU memory that it would take: variables, and what programs work in. */
  readonly bytes: number;
  /** Allocates and compiles it. @throws OutOfMemoryError; ShaderCompileError; nothing stays allocated then. */
  open(): Promise<OpenPilot>;
}

/** A training step that can be replayed part by part. */
export interface OpenPilot {
  /** Bytes that were allocated for it. */
  readonly allocated: number;
  /** Sections with a period of their own. */
  readonly sections: readonly string[];
  /** Seconds of so many replays, in one submission, of what every step runs and, unless null, a section besides. @throws DeviceLostError. */
  replay(section: string | null, times: number): Promise<number>;
  destroy(): void;
}

/** Traces an arm and says what it would take. @throws SpecError for a model that does not fit. */
export function pilot(context: DeviceContext, options: ArmOptions): Pilot {
  const declared = declareArm(options);
  const { state } = declared;
  const traced = traceTraining(declared);
  return {
    bytes:
      state.bytes +
      bytesOf(
        traced.map(({ graph }) => graph),
        context.facts,
      ),
    async open() {
      const before = context.memory.liveBytes;
      const releases = [(): void => state.destroy(context)];
      const destroy = (): void => {
        for (const release of releases.splice(0).reverse()) release();
      };
      try {
        const training = await compileTraining(context, traced, state);
        releases.push(() => training.destroy());
        const allocated = context.memory.liveBytes - before;
        const timer = await PassTimer.create(context);
        releases.push(() => timer.destroy());
        const { program } = training.stages[0];
        return {
          allocated,
          sections: program.sectionNames.filter((name) => name !== ALWAYS),
          async replay(section, times) {
            const encoder = context.device.createCommandEncoder();
            const pass = encoder.beginComputePass(timer.passDescriptor('pilot'));
            const selection = program.select((name) => name === ALWAYS || name === section);
            for (let time = 0; time < times; time++) program.encode(pass, selection);
            pass.end();
            timer.resolve(encoder);
            const start = performance.now();
            context.device.queue.submit([encoder.finish()]);
            await context.device.queue.onSubmittedWorkDone();
            const wall = (performance.now() - start) / 1_000;
            return timer.ranges.length === 0 ? wall : timer.seconds(await readOnce(context, timer.ranges), wall);
          },
          destroy,
        };
      } catch (error) {
        destroy();
        throw error;
      }
    },
  };
}
