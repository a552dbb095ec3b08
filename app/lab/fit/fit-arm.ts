import type { DeviceContext } from '../../../gpu/runtime/device-owner.ts';
import { buildArm } from '../build-arm.ts';
import { updatePeriod } from '../compare/update-period.ts';
import type { DataSource } from '../datasets/data-source.ts';
import { loadDataset } from '../datasets/load-dataset.ts';
import type { ArmOptions } from '../declare-arm.ts';
import type { SpecFiles } from '../spec-files.ts';
import type { ExperimentSpec } from '../spec.ts';
import { taskOf } from '../task-of.ts';
import { uploadDataset } from '../uploaded-dataset.ts';
import { compareSteps } from './compare-steps.ts';
import { fitBudget, plainArm, type Budget, type FitListener, type FittedArm, type KfacArm } from './fit-budget.ts';

export interface FitRequest {
  readonly spec: ExperimentSpec;
  /** One of its arms. */
  readonly arm: KfacArm;
  readonly budget: Budget;
  readonly context: DeviceContext;
  readonly source: DataSource;
  /** Reads the files that the spec names; without it such a spec is refused. */
  readonly files?: SpecFiles;
  readonly signal?: AbortSignal;
}

export interface FitProgress extends FitListener {
  /** Hears what else takes time: reading data, and training the chosen arm beside SGD. */
  readonly onStage?: (stage: 'data' | 'check') => void;
}

/** What was chosen, and its mean step as it was measured in training, as a multiple of SGD's; null where nothing fits. */
export type CheckedFit = FittedArm & { readonly measured: number | null };

/**
 * Fits an arm to a budget, then trains it beside SGD to check what was promised. Nothing stays allocated.
 * @throws OutOfMemoryError; DataError; ShaderCompileError; DeviceLostError; the reason of the signal once aborted.
 */
export async function fitArm(request: FitRequest, progress: FitProgress = {}): Promise<CheckedFit> {
  const { spec, arm, budget, context, source, files, signal } = request;
  progress.onStage?.('data');
  const data = await loadDataset(spec.data, spec.seed, source, signal, files);
  signal?.throwIfAborted();
  const dataset = await uploadDataset(context, data);
  try {
    const options = { spec, dataset, task: taskOf(spec) };
    const fitted = await fitBudget(context, { ...options, arm }, budget, progress, signal);
    if (fitted.arm === null) return { ...fitted, measured: null };
    progress.onStage?.('check');
    return { ...fitted, measured: await measure(context, options, fitted.arm, signal) };
  } finally {
    dataset.destroy();
  }
}

async function measure(
  context: DeviceContext,
  options: Omit<ArmOptions, 'arm'>,
  arm: KfacArm,
  signal: AbortSignal | undefined,
): Promise<number> {
  const built = await buildArm(context, { ...options, arm });
  try {
    const unit = await buildArm(context, { ...options, arm: plainArm });
    try {
      return await compareSteps(built, unit, updatePeriod(arm.optimizer), signal);
    } finally {
      unit.destroy();
    }
  } finally {
    built.destroy();
  }
}
