import { KFAC_DEFAULTS, type KfacSpec } from './kfac-spec.ts';
import { constantRate } from './schedule-spec.ts';
import type { ArmSpec } from './spec.ts';

type Given = Pick<KfacSpec, 'step' | 'damping'> & Partial<KfacSpec>;

/**
 * K-FAC at a given rate for small minibatches: constant damping, and steps bounded by `klClip` (the norm constraint of Ba,
 * Grosse & Martens 2017, §5) unless null.
 */
export function fixedRateKfac(
  learningRate: number,
  momentum: number,
  lambda: number,
  klClip: number | null,
  settings: Partial<KfacSpec> = {},
): ArmSpec {
  const step = { kind: 'fixed', learningRate, schedule: constantRate, momentum, klClip } as const;
  return kfac('K-FAC', { step, damping: { kind: 'fixed', lambda }, ...settings });
}

/** K-FAC at a rate that falls along half a cosine and a damping that falls with it, every step bounded. */
export function scheduledKfac(settings: Partial<KfacSpec> = {}): ArmSpec {
  const schedule = { warmUp: 0, decay: { kind: 'cosine', steps: 1_000, final: 0.05 } } as const;
  return kfac('K-FAC', {
    step: { kind: 'fixed', learningRate: 0.3, schedule, momentum: 0.9, klClip: 0.1 },
    damping: { kind: 'scheduled', lambda: 10, finalLambda: 0.1, steps: 500 },
    ...settings,
  });
}

/** K-FAC for full or large batches that solves its rate and momentum from the quadratic model and adapts its damping. */
export function adaptiveKfac(lambda: number, settings: Partial<KfacSpec> = {}): ArmSpec {
  const damping = { kind: 'levenberg-marquardt', lambda, gamma: 'tied' } as const;
  return kfac('K-FAC', { step: { kind: 'quadratic-model', fraction: 1 }, damping, ...settings });
}

/**
 * K-FAC with the constants of Martens & Grosse 2015, §8: λ₀ = 150, γ searched, statistics on an eighth and products on a
 * quarter of each minibatch, inverses every 20 steps, η = 10⁻⁵, and the average of iterates evaluated.
 */
export function paperKfac(settings: Partial<KfacSpec> = {}): ArmSpec {
  return kfac('K-FAC of the paper', {
    step: { kind: 'quadratic-model', fraction: 1 / 4 },
    damping: { kind: 'levenberg-marquardt', lambda: 150, gamma: 'searched' },
    statisticsFraction: 1 / 8,
    inverseEvery: 20,
    iterateDecay: 0.99,
    weightDecay: 1e-5,
    ...settings,
  });
}

function kfac(name: string, settings: Given): ArmSpec {
  const defaults = { ...KFAC_DEFAULTS, estimation: 'sampled', decay: 0.95, statisticsEvery: 1, inverseEvery: 5, weightDecay: 0 } as const;
  return { name, optimizer: { kind: 'kfac', ...defaults, ...settings } };
}
