import { flatGradient } from './flat-gradient.ts';
import { flatUpdate } from './flat-update.ts';
import type { ScheduledRate } from './learning-rate.ts';
import type { Optimizer } from './optimizer.ts';

export interface RmspropSettings extends ScheduledRate {
  /** Decay of the average of squares, 0.9 in the lecture. */
  readonly decay: number;
  readonly epsilon: number;
  readonly momentum: number;
  /** L2 coefficient η of ½η‖θ‖². */
  readonly weightDecay: number;
}

/**
 * RMSprop (Tieleman & Hinton 2012, lecture 6.5) in the variant most libraries default to: squares averaged from zero without
 * debiasing and not centred, ε outside the root, momentum on the scaled gradient:
 * v ← ρ v + (1 − ρ) ∇², b ← m b + ∇ / (√v + ε), θ ← θ − lr b.
 */
export function rmsprop(settings: RmspropSettings): Optimizer {
  const { decay, epsilon, momentum, weightDecay } = settings;
  return {
    build(step) {
      flatUpdate(step, flatGradient(step), {
        name: 'rmsprop',
        rate: settings,
        overrides: { DECAY_OF_SQUARES: decay, EPSILON: epsilon, MOMENTUM: momentum, WEIGHT_DECAY: weightDecay },
        moments: ['mean squares', 'velocity'],
      });
      return { isDue: () => true, curvature: null };
    },
  };
}
