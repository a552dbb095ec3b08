import { fixedRateKfac } from '../kfac-presets.ts';
import { adamW, sgd } from './first-order.ts';
import { preset, type Preset } from './preset.ts';

/** Numbers to be told. */
export const regressionPresets: readonly Preset[] = [
  preset({
    id: 'regression',
    title: 'A wave to follow',
    description: 'One number told from another: gradients follow the slow waves first, K-FAC the quick ones nearly as soon.',
    data: { kind: 'wave', trainExamples: 512, testExamples: 256, noise: 0.1 },
    model: { kind: 'mlp', hidden: [24, 24], activation: 'tanh', initialisation: 'glorot' },
    batchSize: 128,
    steps: 1_000,
    evaluation: { every: 20, trainExamples: 512 },
    // The best test loss of a few short tries each.
    arms: [fixedRateKfac(0.1, 0.9, 0.01, null, { inverseEvery: 2 }), sgd(0.2, 0.9), adamW(0.02)],
  }),
];
