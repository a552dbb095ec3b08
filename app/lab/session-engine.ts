import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { Arm } from './arm.ts';
import { buildArm } from './build-arm.ts';
import type { TensorSource } from './checkpoint-tensors.ts';
import type { Dataset } from './dataset.ts';
import type { Task } from './task.ts';
import type { ArmSpec, ExperimentSpec } from './spec.ts';
import { uploadDataset, type UploadedDataset } from './uploaded-dataset.ts';

/** What a session builds its arms with. */
export interface SessionEngine<Uploaded extends Releasable> {
  upload(context: DeviceContext, dataset: Dataset): Promise<Uploaded>;
  buildArm(context: DeviceContext, options: ArmRequest<Uploaded>): Promise<Arm>;
}

export interface Releasable {
  destroy(): void;
}

export interface ArmRequest<Uploaded> {
  readonly spec: ExperimentSpec;
  readonly arm: ArmSpec;
  readonly dataset: Uploaded;
  readonly task: Task;
  /** Weights to start from, in place of the initialisation the spec names. */
  readonly initial?: TensorSource;
}

/** Trains on the GPU of the context. */
export const gpuEngine: SessionEngine<UploadedDataset> = { upload: uploadDataset, buildArm };
