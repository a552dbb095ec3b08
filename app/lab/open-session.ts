import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { Arm } from './arm.ts';
import { batchStages, pacedStages } from './batch-schedule.ts';
import type { Dataset } from './dataset.ts';
import { DataError, type DataSource } from './datasets/data-source.ts';
import { loadDataset } from './datasets/load-dataset.ts';
import { Lookout } from './looks/lookout.ts';
import { visibleLayers } from './looks/visible-layer.ts';
import { mistakesOf } from './mistakes.ts';
import { planModel } from './model/plan-model.ts';
import type { ReadyEvent } from './events.ts';
import { planMemory } from './plan-memory.ts';
import { choosePredictionView } from './choose-prediction-view.ts';
import { resumeArms, type CheckpointFile } from './resume-arms.ts';
import type { SessionControl } from './session-control.ts';
import type { Releasable, SessionEngine } from './session-engine.ts';
import { Session, type Saving } from './session.ts';
import type { ExperimentSpec } from './spec.ts';
import { noSpecFiles, type SpecFiles } from './spec-files.ts';
import { taskOfModel } from './task-of.ts';

export interface SessionOptions<Uploaded extends Releasable> {
  readonly spec: ExperimentSpec;
  readonly context: DeviceContext;
  readonly source: DataSource;
  /** Reads the files that the spec names; without it such a spec is refused. */
  readonly files?: SpecFiles;
  readonly engine: SessionEngine<Uploaded>;
  readonly control: SessionControl;
  /** Checkpoints to go on from, one for each arm; null to begin. */
  readonly resume?: readonly CheckpointFile[] | null;
  readonly saving?: Saving | null;
  /** Hears what is being prepared. */
  readonly onStage?: (stage: 'data' | 'compile') => void;
  /** A clock in ms. */
  readonly now?: () => number;
}

/**
 * Prepares a session: memory planned, data loaded and uploaded, all arms built. Nothing stays allocated when it fails.
 * @throws OutOfMemoryError; DataError; ShaderCompileError; DeviceLostError; the control's abort reason once stopped.
 */
export async function openSession<Uploaded extends Releasable>(options: SessionOptions<Uploaded>): Promise<Session> {
  const { spec, context, source, files = noSpecFiles, engine, control, onStage, now = () => performance.now() } = options;
  const { resume = null, saving = null } = options;
  planMemory(spec, context.facts.limits);
  onStage?.('data');
  const dataset = await loadDataset(spec.data, spec.seed, source, control.signal, files);
  // Data that are read may say more than their description: what their classes are called.
  const task = taskOfModel(spec.model, dataset.task);
  if (task.kind === 'reconstruction') checkValues(dataset);
  const initial = spec.initial === null ? {} : { initial: await files.tensors(spec.initial.checkpoint, control.signal) };
  control.signal.throwIfAborted();
  const owned: Releasable[] = [];
  const destroy = (): void => {
    for (const item of owned.splice(0).reverse()) item.destroy();
  };
  try {
    const uploaded = await engine.upload(context, dataset);
    owned.push(uploaded);
    onStage?.('compile');
    const arms: Arm[] = [];
    for (const arm of spec.arms) {
      control.signal.throwIfAborted();
      const built = await engine.buildArm(context, { spec, arm, dataset: uploaded, task, ...initial });
      owned.push(built);
      arms.push(built);
    }
    const start = resume === null ? { step: 0, seconds: arms.map(() => 0) } : resumeArms(arms, spec, resume);
    const batches = pacedStages(batchStages(spec), dataset.train.count);
    const visible = visibleLayers(planModel(spec.model, task));
    const ready: ReadyEvent = {
      type: 'ready',
      adapter: context.facts,
      task,
      batches,
      visible,
      testExamples: dataset.test.count,
      arms: arms.map((arm) => arm.description),
      ...(dataset.notes && { notes: dataset.notes }),
    };
    return new Session({
      spec,
      context,
      control,
      now,
      arms,
      ready,
      view: choosePredictionView(task, dataset.test, spec.seed),
      mistakes: mistakesOf(task, dataset),
      lookout: new Lookout({ arms, layers: visible, task, test: dataset.test }),
      start,
      saving,
      destroy,
    });
  } catch (error) {
    destroy();
    throw error;
  }
}

/** @throws DataError for values that a reconstruction, which is a probability, cannot give. */
function checkValues({ train, test }: Dataset): void {
  for (const [name, split] of Object.entries({ training: train, test })) {
    if ('tokens' in split) continue;
    const { inputs, features } = split;
    const at = inputs instanceof Float32Array ? inputs.findIndex((value) => value < 0 || value > 1) : -1;
    if (at < 0) continue;
    const place = `${name} example ${Math.floor(at / features)}`;
    throw new DataError(`data: expected values from 0 to 1 to reconstruct, got ${inputs[at]!} in ${place}`, 'scale the values');
  }
}
