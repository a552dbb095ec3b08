import { adaptiveKfac, fixedRateKfac, paperKfac, scheduledKfac } from '../kfac-presets.ts';
import type { ExperimentSpec } from '../spec.ts';
import { adam, sgd } from './first-order.ts';
import { preset, type Preset } from './preset.ts';

/** The paper's autoencoder of generated curves. */
const CURVES = {
  data: { kind: 'curves', trainExamples: 20_000, testExamples: 1_000 },
  model: { kind: 'autoencoder', encoder: [400, 200, 100, 50, 25, 6], activation: 'tanh', initialisation: 'glorot' },
} satisfies Pick<ExperimentSpec, 'data' | 'model'>;

/** Images: classes, and deep autoencoders. */
export const imagePresets: readonly Preset[] = [
  preset({
    id: 'mnist-mlp',
    title: 'MNIST digits',
    description: 'A classifier 784–256–128–10 of handwritten digits in minibatches of 128.',
    data: { kind: 'mnist', trainExamples: 60_000, testExamples: 10_000 },
    model: { kind: 'mlp', hidden: [256, 128], activation: 'relu', initialisation: 'he' },
    batchSize: 128,
    steps: 1_000,
    evaluation: { every: 50, trainExamples: 2_000 },
    arms: [fixedRateKfac(1, 0.5, 0.01, 1e-3), sgd(0.1, 0.9), adam(1e-3)],
  }),
  preset({
    id: 'curves-autoencoder',
    title: 'CURVES autoencoder',
    description: 'A deep autoencoder 784–400–200–100–50–25–6 of generated curves, a classic of second-order training.',
    ...CURVES,
    batchSize: 500,
    steps: 2_000,
    evaluation: { every: 25, trainExamples: 1_000 },
    arms: [adaptiveKfac(10), sgd(0.01, 0.9), adam(1e-3)],
  }),
  preset({
    id: 'mnist-autoencoder',
    title: 'MNIST autoencoder',
    description: 'The deep autoencoder 784–1000–500–250–30 of the K-FAC paper, with adaptive damping and step.',
    data: { kind: 'mnist', trainExamples: 60_000, testExamples: 1_000 },
    model: { kind: 'autoencoder', encoder: [1_000, 500, 250, 30], activation: 'tanh', initialisation: 'glorot' },
    batchSize: 500,
    steps: 1_000,
    evaluation: { every: 20, trainExamples: 1_000 },
    arms: [adaptiveKfac(10), sgd(0.01, 0.9), adam(1e-3)],
  }),
  preset({
    id: 'kfac-paper',
    title: 'K-FAC as in the paper',
    description: 'CURVES with the constants of 2015: a batch that grows, γ searched, statistics on an eighth of it, averaged iterates.',
    ...CURVES,
    batchSize: 250,
    // The paper goes from 1,000 to all examples; a step of that many takes minutes without a GPU.
    batchGrowth: { to: 2_000, steps: 401, stages: 5 },
    steps: 500,
    evaluation: { every: 25, trainExamples: 1_000 },
    arms: [paperKfac(), sgd(0.01, 0.9), adam(1e-3)],
  }),
  preset({
    id: 'kfac-fixed-rate',
    title: 'K-FAC at a fixed rate',
    description: 'CURVES with rate, momentum and damping on schedules, every step bounded by a norm constraint.',
    ...CURVES,
    batchSize: 500,
    steps: 1_000,
    evaluation: { every: 25, trainExamples: 1_000 },
    arms: [scheduledKfac(), sgd(0.01, 0.9), adam(1e-3)],
  }),
];
