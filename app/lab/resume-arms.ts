import type { Arm } from './arm.ts';
import { expectSameRun, type Checkpoint } from './checkpoint.ts';
import { DataError } from './datasets/data-source.ts';
import type { ExperimentSpec } from './spec.ts';

/** A checkpoint and the file it came from. */
export interface CheckpointFile {
  readonly file: string;
  readonly checkpoint: Checkpoint;
}

/** Where a session begins: the steps that all arms have done, and the time each of them took, s. */
export interface SessionStart {
  readonly step: number;
  readonly seconds: readonly number[];
}

/**
 * Puts every arm where its checkpoint was saved.
 * @param files one for each arm, in their order
 * @throws DataError for checkpoints of another run, of different steps, or with nothing left to train.
 */
export function resumeArms(arms: readonly Arm[], spec: ExperimentSpec, files: readonly CheckpointFile[]): SessionStart {
  const step = files[0]!.checkpoint.step;
  for (const [index, { file, checkpoint }] of files.entries()) {
    expectSameRun(checkpoint, spec, spec.arms[index]!, file);
    if (checkpoint.step !== step) {
      throw new DataError(
        `${file}: expected step ${step} as in ${files[0]!.file}, got ${checkpoint.step}`,
        'take files that were saved together',
      );
    }
    if (spec.stop.steps !== null && checkpoint.step >= spec.stop.steps) {
      throw new DataError(
        `${file}: expected fewer steps than the ${spec.stop.steps} of stop.steps, got ${step}`,
        'raise stop.steps or --steps',
      );
    }
  }
  for (const [index, { file, checkpoint }] of files.entries()) arms[index]!.restore({ file, tensors: checkpoint.tensors });
  return { step, seconds: files.map(({ checkpoint }) => checkpoint.seconds) };
}
