import type { Arm } from '../../app/lab/arm.ts';
import type { Dataset } from '../../app/lab/dataset.ts';
import type { Task } from '../../app/lab/task.ts';
import { KFAC_DEFAULTS } from '../../app/lab/kfac-spec.ts';
import type { LayerDraft } from '../../app/lab/model/layer-spec.ts';
import { modelSchema, type ModelSpec } from '../../app/lab/model/model-spec.ts';
import type { OptimizerSpec } from '../../app/lab/optimizer-spec.ts';
import { constantRate } from '../../app/lab/schedule-spec.ts';
import { SPEC_VERSION, type ExperimentSpec } from '../../app/lab/spec.ts';
import type { z } from '../../app/lab/schema.ts';
import { CLASSES, CNN, digits, GRU, labels, LEARNING_RATE, PIXELS, uniforms } from '../inputs.ts';
import type { TrainedModel } from '../measures.ts';

/** What replays training steps. */
export type Training = Pick<Arm, 'train' | 'destroy'>;

/** K-FAC as it trains the autoencoders: statistics every 5 steps, inverses every 20. */
export const PERIOD = 20;
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

export const OPTIMIZERS = { sgd: SGD, kfac: KFAC } as const;

const TRAIN_EXAMPLES = 2_000;
const TEST_EXAMPLES = 100;

const style = { activation: 'tanh', initialisation: 'glorot' } as const;
const convolutions = CNN.filters.flatMap((filters): LayerDraft[] => [
  { kind: 'convolution', filters, kernel: CNN.kernel },
  { kind: 'activation', function: 'relu' },
  { kind: 'pooling', reduction: 'maximum', size: 2, stride: 2 },
]);
const classes: LayerDraft = { kind: 'dense', units: CLASSES };

const MODELS: Readonly<Record<Exclude<TrainedModel, 'transformer'>, z.input<typeof modelSchema>>> = {
  mlp: { kind: 'mlp', hidden: [256, 128], ...style },
  autoencoder: { kind: 'autoencoder', encoder: [1000, 500, 250, 30], ...style },
  cnn: { kind: 'graph', layers: [...convolutions, { kind: 'flatten' }, classes], initialisation: 'he' },
  gru: {
    kind: 'graph',
    layers: [
      { kind: 'reshape', axes: [GRU.steps, GRU.inputs] },
      { kind: 'recurrent', cell: 'gru', units: GRU.units, returns: 'last' },
      classes,
    ],
    initialisation: 'glorot',
  },
};

/** What an arm trains. */
export interface Network {
  readonly dataset: Dataset;
  readonly spec: ExperimentSpec;
}

/** The network of a model that reads digits. */
export function networkOf(model: Exclude<TrainedModel, 'transformer'>, optimizer: 'sgd' | 'kfac', batch: number): Network {
  const inputs = { kind: 'image', width: 28, height: 28, channels: 1 } as const;
  const classifies = model !== 'autoencoder';
  const split = (count: number) => ({ count, features: PIXELS, inputs: digits(count), labels: classifies ? labels(count) : null });
  const task: Task = classifies ? { kind: 'classification', classes: CLASSES, inputs } : { kind: 'reconstruction', inputs };
  return {
    dataset: { task, train: split(TRAIN_EXAMPLES), test: split(TEST_EXAMPLES) },
    spec: specOf(modelSchema.parse(MODELS[model]), OPTIMIZERS[optimizer], batch),
  };
}

/** A network like that of the lab's first race, whose steps are short on any adapter. */
export function tinyNetwork(): Network {
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
