import { parseSpec } from '../parse-spec.ts';
import { constantRate } from '../schedule-spec.ts';
import { SpecError, type SpecIssue } from '../spec-error.ts';

/** K-FAC as people write it: what may be left out is. */
export const kfac = {
  kind: 'kfac',
  estimation: 'sampled',
  step: { kind: 'fixed', learningRate: 0.1, momentum: 0.9, klClip: null },
  damping: { kind: 'fixed', lambda: 0.1 },
  decay: 0.95,
  statisticsEvery: 1,
  inverseEvery: 5,
  weightDecay: 0,
};

/** A small experiment as people write it. */
export const valid = {
  version: 1,
  name: 'test',
  seed: 7,
  data: { kind: 'mnist', trainExamples: 1000, testExamples: 100 },
  model: { kind: 'mlp', hidden: [32], activation: 'tanh', initialisation: 'glorot' },
  batchSize: 100,
  stop: { steps: 10, seconds: null },
  evaluation: { every: 5, trainExamples: 1000 },
  arms: [
    { name: 'K-FAC', optimizer: kfac },
    { name: 'SGD', optimizer: { kind: 'sgd', learningRate: 0.1, schedule: constantRate, momentum: 0, nesterov: false, weightDecay: 0 } },
  ],
};

export const autoencoder = { kind: 'autoencoder', encoder: [8], activation: 'tanh', initialisation: 'glorot' };

/** What parsing finds wrong with a spec. */
export function issuesOf(value: unknown): readonly SpecIssue[] {
  try {
    parseSpec(value);
  } catch (error) {
    if (error instanceof SpecError) return error.issues;
    throw error;
  }
  return [];
}

/** The small experiment with a further arm. */
export function withArm(optimizer: object, name = 'third'): object {
  return { ...valid, arms: [...valid.arms, { name, optimizer }] };
}
