import { ADAM_DEFAULTS } from '../optimizer-defaults.ts';
import { constantRate } from '../schedule-spec.ts';
import type { ArmSpec } from '../spec.ts';

export function sgd(learningRate: number, momentum: number): ArmSpec {
  const name = momentum > 0 ? 'SGD + momentum' : 'SGD';
  return { name, optimizer: { kind: 'sgd', learningRate, schedule: constantRate, momentum, nesterov: false, weightDecay: 0 } };
}

export function adam(learningRate: number): ArmSpec {
  return {
    name: 'Adam',
    optimizer: { ...ADAM_DEFAULTS, learningRate },
  };
}

/** Adam with decoupled decay of the weights and a shorter memory, as language models are trained. */
export function adamW(learningRate: number): ArmSpec {
  return {
    name: 'AdamW',
    optimizer: { ...ADAM_DEFAULTS, learningRate, beta2: 0.99, weightDecay: 0.01 },
  };
}
