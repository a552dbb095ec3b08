import { adaptiveKfac, fixedRateKfac, paperKfac, scheduledKfac } from '../kfac-presets.ts';
import { SPEC_VERSION } from '../spec.ts';
import { adam, sgd } from './first-order.ts';
import { START, type Preset } from './preset.ts';

/** Images: classes, and deep autoencoders. */
export const imagePresets: readonly Preset[] = [
  {
    id: 'mnist-mlp',
    title: 'MNIST digits',
    description: 'A classifier 784–256–128–10 of handwritten digits in minibatches of 128.',
    spec: {
      version: SPEC_VERSION,
      name: 'MNIST digits',
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
      data: { kind: 'curves', trainExamples: 20_000, testExamples: 1_000 },
      model: { kind: 'autoencoder', encoder: [400, 200, 100, 50, 25, 6], activation: 'tanh', initialisation: 'glorot' },
      batchSize: 500,
      ...START,
      stop: { steps: 1_000, seconds: null },
      evaluation: { every: 25, trainExamples: 1_000 },
      arms: [scheduledKfac(), sgd(0.01, 0.9), adam(1e-3)],
    },
  },
];
