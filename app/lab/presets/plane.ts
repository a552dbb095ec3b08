import { fixedRateKfac } from '../kfac-presets.ts';
import { HESSIAN_FREE_DEFAULTS, MUON_DEFAULTS, SOAP_DEFAULTS } from '../optimizer-defaults.ts';
import type { ExperimentSpec } from '../spec.ts';
import { adam, sgd } from './first-order.ts';
import { preset, type Preset } from './preset.ts';

/** Two spirals, and a small network in minibatches of a quarter of them. */
const SPIRALS = {
  data: { kind: 'spirals', trainExamples: 512, testExamples: 256, noise: 0.05 },
  model: { kind: 'mlp', hidden: [24, 24], activation: 'tanh', initialisation: 'glorot' },
  batchSize: 128,
  evaluation: { every: 25, trainExamples: 512 },
} satisfies Partial<ExperimentSpec>;

/** Points of the plane. */
export const planePresets: readonly Preset[] = [
  preset({
    id: 'spirals',
    title: 'Two spirals',
    description: 'A small network tells two interleaved spirals apart: the shape that plain gradients find hard.',
    ...SPIRALS,
    steps: 1_500,
    arms: [fixedRateKfac(0.1, 0.9, 0.03, null, { inverseEvery: 2 }), sgd(0.6, 0.9)],
  }),
  preset({
    id: 'rivals',
    title: 'Rivals on two spirals',
    description: 'K-FAC against what else uses curvature or the shape of a matrix, with plain settings that were not searched for.',
    ...SPIRALS,
    steps: 400,
    arms: [
      fixedRateKfac(0.1, 0.9, 0.03, null, { inverseEvery: 2 }),
      { name: 'SOAP', optimizer: { ...SOAP_DEFAULTS, learningRate: 0.01 } },
      { name: 'Muon', optimizer: MUON_DEFAULTS },
      { name: 'Hessian-free', optimizer: HESSIAN_FREE_DEFAULTS },
    ],
  }),
  preset({
    id: 'moons',
    title: 'Two moons',
    description: 'An easy problem on which every optimiser arrives: compare what a step costs.',
    data: { kind: 'moons', trainExamples: 512, testExamples: 256, noise: 0.15 },
    model: { kind: 'mlp', hidden: [16, 16], activation: 'tanh', initialisation: 'glorot' },
    batchSize: 64,
    steps: 600,
    evaluation: { every: 20, trainExamples: 512 },
    arms: [fixedRateKfac(0.1, 0.9, 0.03, null), sgd(0.1, 0.9), adam(0.01)],
  }),
  preset({
    id: 'kfac-forms',
    title: 'Four forms of one curvature',
    description: 'Two spirals by K-FAC factored, in its eigenbasis, as EKFAC, and with neighbouring layers linked.',
    ...SPIRALS,
    steps: 600,
    arms: [
      fixedRateKfac(0.1, 0.9, 0.03, null),
      { ...fixedRateKfac(0.1, 0.9, 0.1, null, { representation: 'eigenbasis', basisEvery: 5 }), name: 'In the eigenbasis' },
      { ...fixedRateKfac(0.1, 0.9, 0.1, null, { representation: 'ekfac', basisEvery: 5 }), name: 'EKFAC' },
      { ...fixedRateKfac(0.1, 0.9, 0.03, null, { representation: 'tridiagonal' }), name: 'Block-tridiagonal' },
    ],
  }),
];
