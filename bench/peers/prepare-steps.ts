import type { Arm } from '../../app/lab/arm.ts';
import { buildArm } from '../../app/lab/build-arm.ts';
import type { Dataset } from '../../app/lab/dataset.ts';
import type { Task } from '../../app/lab/events.ts';
import { KFAC_DEFAULTS } from '../../app/lab/kfac-spec.ts';
import type { ModelSpec } from '../../app/lab/model/model-spec.ts';
import type { OptimizerSpec } from '../../app/lab/optimizer-spec.ts';
import { constantRate } from '../../app/lab/schedule-spec.ts';
import { SPEC_VERSION, type ExperimentSpec } from '../../app/lab/spec.ts';
import { uploadDataset } from '../../app/lab/uploaded-dataset.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { CLASSES, digits, labels, LEARNING_RATE, PIXELS, uniforms } from '../inputs.ts';
import type { Problem } from '../measures.ts';
import { timed, type Prepared } from '../peer.ts';

type Training = Extract<Problem, { kind: 'training' }>;
type JavaScript = Extract<Problem, { kind: 'javascript' }>;

/** K-FAC as it trains the autoencoders: statistics every 5 steps, inverses every 20. */
const PERIOD = 20;
const KFAC: OptimizerSpec = {
  ...KFAC_DEFAULTS,
  kind: 'kfac',
  estimation: 'sampled',
  step: { kind: 'fixed', learningRate: LEARNING_RATE, schedule: constantRate, momentum: 0.9, klClip: null },
  damping: { kind: 'fixed', lambda: 10 },
  decay: 0.95,
  statisticsEvery: 5,
  inverseEvery: PERIOD,
  weightDecay: 0,
};
const SGD: OptimizerSpec = {
  kind: 'sgd',
  learningRate: LEARNING_RATE,
  schedule: constantRate,
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
};

const TRAIN_EXAMPLES = 2_000;
const TEST_EXAMPLES = 100;

/** One submission of the slowest steps stays below what drivers take for a hang. */
const STEPS_PER_SUBMIT = 4;

/** Whole training steps as the lab runs them: minibatch, forward, backward, update, guard, report and its readback. */
export async function prepareSteps(context: DeviceContext, problem: Training | JavaScript): Promise<Prepared> {
  const { arm, destroy } = await prepareArm(context, problem.kind === 'training' ? networkOf(problem) : tinyNetwork());
  let loss = NaN;
  const train = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= STEPS_PER_SUBMIT) {
      const { losses, failure } = await arm.train(Math.min(left, STEPS_PER_SUBMIT));
      if (failure !== null) throw new Error(`bench: step ${failure.step} of ours is not finite in ${failure.tensor}`);
      loss = losses.at(-1)!;
    }
  };
  const check = (): Promise<number> => Promise.resolve(loss);
  if (problem.kind === 'training') {
    const kfac = problem.optimizer === 'kfac';
    // The first three steps of K-FAC invert, each; any 20 after them update statistics four times and invert once.
    return { ...(kfac ? { warmUp: 3, period: PERIOD } : {}), run: (count) => timed(() => train(count)), check, destroy };
  }
  return {
    warmUp: 8,
    async run(count) {
      let milliseconds = 0;
      for (let repetition = 0; repetition < count; repetition++) {
        // Until its first await, train() encodes, submits and asks for the readback.
        const began = performance.now();
        const record = arm.train(problem.stepsPerSubmit);
        milliseconds += (performance.now() - began) / problem.stepsPerSubmit;
        loss = (await record).losses.at(-1)!;
      }
      return milliseconds;
    },
    check,
    destroy,
  };
}

async function prepareArm(context: DeviceContext, { dataset, spec }: Network): Promise<{ arm: Arm; destroy: () => void }> {
  const uploaded = await uploadDataset(context, dataset);
  const arm = await buildArm(context, { spec, arm: spec.arms[0]!, dataset: uploaded, task: dataset.task });
  return {
    arm,
    destroy: () => {
      arm.destroy();
      uploaded.destroy();
    },
  };
}

interface Network {
  readonly dataset: Dataset;
  readonly spec: ExperimentSpec;
}

function networkOf({ model, optimizer, batch }: Training): Network {
  const style = { activation: 'tanh', initialisation: 'glorot' } as const;
  const inputs = { kind: 'image', width: 28, height: 28 } as const;
  const split = (count: number) => ({ count, features: PIXELS, inputs: digits(count), labels: model === 'mlp' ? labels(count) : null });
  const task: Task = model === 'mlp' ? { kind: 'classification', classes: CLASSES, inputs } : { kind: 'reconstruction', inputs };
  return {
    dataset: { task, train: split(TRAIN_EXAMPLES), test: split(TEST_EXAMPLES) },
    spec: specOf(
      model === 'mlp' ? { kind: 'mlp', hidden: [256, 128], ...style } : { kind: 'autoencoder', encoder: [1000, 500, 250, 30], ...style },
      optimizer === 'sgd' ? SGD : KFAC,
      batch,
    ),
  };
}

/** A network like that of the lab's first race, whose steps are short on any adapter. */
function tinyNetwork(): Network {
  const split = (count: number) => ({ count, features: 2, inputs: uniforms(count * 2, 3), labels: labels(count) });
  return {
    dataset: {
      task: { kind: 'classification', classes: CLASSES, inputs: { kind: 'point' } },
      train: split(TRAIN_EXAMPLES),
      test: split(TEST_EXAMPLES),
    },
    spec: specOf({ kind: 'mlp', hidden: [32, 32], activation: 'tanh', initialisation: 'glorot' }, SGD, 32),
  };
}

function specOf(model: ModelSpec, optimizer: OptimizerSpec, batchSize: number): ExperimentSpec {
  return {
    version: SPEC_VERSION,
    name: 'bench',
    seed: 1,
    // buildArm() takes the examples from the dataset it is given; this only has to be a valid spec.
    data: { kind: 'mnist', trainExamples: TRAIN_EXAMPLES, testExamples: TEST_EXAMPLES },
    model,
    batchSize,
    batchGrowth: null,
    order: 'shuffled',
    initial: null,
    stop: { steps: null, seconds: null },
    evaluation: { every: 1_000, trainExamples: TEST_EXAMPLES },
    arms: [{ name: optimizer.kind, optimizer }],
  };
}
