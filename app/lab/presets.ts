import { adaptiveKfac, fixedRateKfac, paperKfac, scheduledKfac } from './kfac-presets.ts';
import { constantRate } from './schedule-spec.ts';
import { SPEC_VERSION, type ArmSpec, type ExperimentSpec } from './spec.ts';

/** A ready experiment. */
export interface Preset {
  /** Stable name for links and the command line. */
  readonly id: string;
  readonly title: string;
  /** One line. */
  readonly description: string;
  readonly spec: ExperimentSpec;
}

const SEED = 1;
const START = { batchGrowth: null, order: 'shuffled', initial: null } as const;

function sgd(learningRate: number, momentum: number): ArmSpec {
  const name = momentum > 0 ? 'SGD + momentum' : 'SGD';
  return { name, optimizer: { kind: 'sgd', learningRate, schedule: constantRate, momentum, nesterov: false, weightDecay: 0 } };
}

function adam(learningRate: number): ArmSpec {
  return {
    name: 'Adam',
    optimizer: { kind: 'adam', learningRate, schedule: constantRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  };
}

/** All presets; the first is the race of the first visit. */
export const presets: readonly Preset[] = [
  {
    id: 'spirals',
    title: 'Two spirals',
    description: 'A small network tells two interleaved spirals apart: the shape that plain gradients find hard.',
    spec: {
      version: SPEC_VERSION,
      name: 'Two spirals',
      seed: SEED,
      data: { kind: 'spirals', trainExamples: 512, testExamples: 256, noise: 0.05 },
      model: { kind: 'mlp', hidden: [24, 24], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 128,
      ...START,
      stop: { steps: 1_500, seconds: null },
      evaluation: { every: 25, trainExamples: 512 },
      arms: [fixedRateKfac(0.1, 0.9, 0.03, null, { inverseEvery: 2 }), sgd(0.6, 0.9)],
    },
  },
  {
    id: 'rivals',
    title: 'Rivals on two spirals',
    description: 'K-FAC against what else uses curvature or the shape of a matrix, with plain settings that were not searched for.',
    spec: {
      version: SPEC_VERSION,
      name: 'Rivals on two spirals',
      seed: SEED,
      data: { kind: 'spirals', trainExamples: 512, testExamples: 256, noise: 0.05 },
      model: { kind: 'mlp', hidden: [24, 24], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 128,
      ...START,
      stop: { steps: 400, seconds: null },
      evaluation: { every: 25, trainExamples: 512 },
      arms: [
        fixedRateKfac(0.1, 0.9, 0.03, null, { inverseEvery: 2 }),
        {
          name: 'SOAP',
          optimizer: {
            kind: 'soap',
            learningRate: 0.01,
            schedule: constantRate,
            beta1: 0.95,
            beta2: 0.95,
            epsilon: 1e-8,
            decay: 0.95,
            refreshEvery: 10,
            weightDecay: 0,
          },
        },
        {
          name: 'Muon',
          optimizer: { kind: 'muon', learningRate: 0.02, schedule: constantRate, momentum: 0.95, nesterov: true, weightDecay: 0 },
        },
        {
          name: 'Hessian-free',
          optimizer: {
            kind: 'hessian-free',
            iterations: 5,
            tolerance: 0.01,
            warmStart: 0.95,
            damping: { kind: 'levenberg-marquardt', lambda: 1 },
            weightDecay: 0,
          },
        },
      ],
    },
  },
  {
    id: 'moons',
    title: 'Two moons',
    description: 'An easy problem on which every optimiser arrives: compare what a step costs.',
    spec: {
      version: SPEC_VERSION,
      name: 'Two moons',
      seed: SEED,
      data: { kind: 'moons', trainExamples: 512, testExamples: 256, noise: 0.15 },
      model: { kind: 'mlp', hidden: [16, 16], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 64,
      ...START,
      stop: { steps: 600, seconds: null },
      evaluation: { every: 20, trainExamples: 512 },
      arms: [fixedRateKfac(0.1, 0.9, 0.03, null), sgd(0.1, 0.9), adam(0.01)],
    },
  },
  {
    id: 'mnist-mlp',
    title: 'MNIST digits',
    description: 'A classifier 784–256–128–10 of handwritten digits in minibatches of 128.',
    spec: {
      version: SPEC_VERSION,
      name: 'MNIST digits',
      seed: SEED,
      data: { kind: 'mnist', trainExamples: 60_000, testExamples: 10_000 },
      model: { kind: 'mlp', hidden: [256, 128], activation: 'relu', initialisation: 'he' },
      batchSize: 128,
      ...START,
      stop: { steps: 1_000, seconds: null },
      evaluation: { every: 50, trainExamples: 2_000 },
      arms: [fixedRateKfac(1, 0.5, 0.01, 1e-3), sgd(0.1, 0.9), adam(1e-3)],
    },
  },
  {
    id: 'curves-autoencoder',
    title: 'CURVES autoencoder',
    description: 'A deep autoencoder 784–400–200–100–50–25–6 of generated curves, a classic of second-order training.',
    spec: {
      version: SPEC_VERSION,
      name: 'CURVES autoencoder',
      seed: SEED,
      data: { kind: 'curves', trainExamples: 20_000, testExamples: 1_000 },
      model: { kind: 'autoencoder', encoder: [400, 200, 100, 50, 25, 6], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 500,
      ...START,
      stop: { steps: 2_000, seconds: null },
      evaluation: { every: 25, trainExamples: 1_000 },
      arms: [adaptiveKfac(10), sgd(0.01, 0.9), adam(1e-3)],
    },
  },
  {
    id: 'mnist-autoencoder',
    title: 'MNIST autoencoder',
    description: 'The deep autoencoder 784–1000–500–250–30 of the K-FAC paper, with adaptive damping and step.',
    spec: {
      version: SPEC_VERSION,
      name: 'MNIST autoencoder',
      seed: SEED,
      data: { kind: 'mnist', trainExamples: 60_000, testExamples: 1_000 },
      model: { kind: 'autoencoder', encoder: [1_000, 500, 250, 30], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 500,
      ...START,
      stop: { steps: 1_000, seconds: null },
      evaluation: { every: 20, trainExamples: 1_000 },
      arms: [adaptiveKfac(10), sgd(0.01, 0.9), adam(1e-3)],
    },
  },
  {
    id: 'kfac-paper',
    title: 'K-FAC as in the paper',
    description: 'CURVES with the constants of 2015: a batch that grows, γ searched, statistics on an eighth of it, averaged iterates.',
    spec: {
      version: SPEC_VERSION,
      name: 'K-FAC as in the paper',
      seed: SEED,
      data: { kind: 'curves', trainExamples: 20_000, testExamples: 1_000 },
      model: { kind: 'autoencoder', encoder: [400, 200, 100, 50, 25, 6], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 250,
      ...START,
      // The paper goes from 1,000 to all examples; a step of that many takes minutes without a GPU.
      batchGrowth: { to: 2_000, steps: 401, stages: 5 },
      stop: { steps: 500, seconds: null },
      evaluation: { every: 25, trainExamples: 1_000 },
      arms: [paperKfac(), sgd(0.01, 0.9), adam(1e-3)],
    },
  },
  {
    id: 'kfac-fixed-rate',
    title: 'K-FAC at a fixed rate',
    description: 'CURVES with rate, momentum and damping on schedules, every step bounded by a norm constraint.',
    spec: {
      version: SPEC_VERSION,
      name: 'K-FAC at a fixed rate',
      seed: SEED,
      data: { kind: 'curves', trainExamples: 20_000, testExamples: 1_000 },
      model: { kind: 'autoencoder', encoder: [400, 200, 100, 50, 25, 6], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 500,
      ...START,
      stop: { steps: 1_000, seconds: null },
      evaluation: { every: 25, trainExamples: 1_000 },
      arms: [scheduledKfac(), sgd(0.01, 0.9), adam(1e-3)],
    },
  },
  {
    id: 'kfac-forms',
    title: 'Four forms of one curvature',
    description: 'Two spirals by K-FAC factored, in its eigenbasis, as EKFAC, and with neighbouring layers linked.',
    spec: {
      version: SPEC_VERSION,
      name: 'Four forms of one curvature',
      seed: SEED,
      data: { kind: 'spirals', trainExamples: 512, testExamples: 256, noise: 0.05 },
      model: { kind: 'mlp', hidden: [24, 24], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 128,
      ...START,
      stop: { steps: 600, seconds: null },
      evaluation: { every: 25, trainExamples: 512 },
      arms: [
        fixedRateKfac(0.1, 0.9, 0.03, null),
        { ...fixedRateKfac(0.1, 0.9, 0.1, null, { representation: 'eigenbasis', basisEvery: 5 }), name: 'In the eigenbasis' },
        { ...fixedRateKfac(0.1, 0.9, 0.1, null, { representation: 'ekfac', basisEvery: 5 }), name: 'EKFAC' },
        { ...fixedRateKfac(0.1, 0.9, 0.03, null, { representation: 'tridiagonal' }), name: 'Block-tridiagonal' },
      ],
    },
  },
];

/** The preset with this id, if there is one. */
export function findPreset(id: string): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
