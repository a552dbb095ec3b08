import type { Preset } from '../presets/preset.ts';
import { COMPARISON_VERSION, type Comparison } from './comparison.ts';
import { withScaledSetting } from './scaled-setting.ts';

/** Candidates of every entrant: the preset's own setting, then a third of it and three times as much. */
const FACTORS = [1, 1 / 3, 3] as const;
/** More examples tell little more of where a loss is, and cost more than the training between two evaluations. */
const SCORED_EXAMPLES = 500;

interface Race {
  /** What every candidate trains. */
  readonly updates: number;
  /** Of evaluations. */
  readonly every: number;
  /** The training loss that counts as done: what several optimisers reach within these updates, nats. */
  readonly targetLoss: number;
}

/** What presets of architectures are compared by. */
const RACES: Readonly<Record<string, Race>> = {
  lenet: { updates: 100, every: 10, targetLoss: 0.6 },
  'all-convolutional': { updates: 100, every: 10, targetLoss: 1 },
  'residual-net': { updates: 100, every: 10, targetLoss: 0.3 },
  'digit-rows': { updates: 100, every: 10, targetLoss: 0.5 },
  heterogeneous: { updates: 100, every: 10, targetLoss: 0.4 },
  'logistic-regression': { updates: 100, every: 10, targetLoss: 0.4 },
  'deep-linear': { updates: 100, every: 10, targetLoss: 0.4 },
  'char-transformer': { updates: 100, every: 10, targetLoss: 2.5 },
  'char-gru': { updates: 100, every: 10, targetLoss: 2.5 },
  names: { updates: 100, every: 10, targetLoss: 2.3 },
  'sequence-reverse': { updates: 100, every: 10, targetLoss: 0.1 },
  'sequence-addition': { updates: 100, every: 10, targetLoss: 1.2 },
};

/** Ids of the presets that can be compared by name. */
export const comparedPresets: readonly string[] = Object.keys(RACES);

/** The arms of a preset with three settings each on one budget, counted to a training loss; null for a preset without a target. */
export function presetComparison({ id, spec }: Preset): Comparison | null {
  const race = RACES[id];
  if (race === undefined) return null;
  const { arms, ...experiment } = spec;
  const { updates, every, targetLoss } = race;
  return {
    version: COMPARISON_VERSION,
    experiment: {
      ...experiment,
      data: { ...experiment.data, testExamples: Math.min(experiment.data.testExamples, SCORED_EXAMPLES) },
      stop: { steps: updates, seconds: null },
      evaluation: { every, trainExamples: Math.min(experiment.evaluation.trainExamples, SCORED_EXAMPLES) },
    },
    updates: [1, 2, 3, 4].map((quarter) => Math.round((quarter * updates) / 4 / every) * every),
    targetLoss,
    timing: { warmUp: 5, updates: 20 },
    entrants: arms.map(({ name, optimizer }) => ({ name, candidates: FACTORS.map((factor) => withScaledSetting(optimizer, factor)) })),
  };
}
