import { flatGradient } from './flat-gradient.ts';
import { flatUpdate } from './flat-update.ts';
import type { ScheduledRate } from './learning-rate.ts';
import type { Optimizer } from './optimizer.ts';

export interface SgdSettings extends ScheduledRate {
  readonly momentum: number;
  /** Nesterov's momentum in the form of Sutskever et al. 2013, §2.1, as most libraries write it. */
  readonly nesterov: boolean;
  /** L2 coefficient η of ½η‖θ‖². */
  readonly weightDecay: number;
}

/** Stochastic gradient descent: v ← m v + ∇h, θ ← θ − lr v (or θ − lr (∇h + m v) with Nesterov). */
export function sgd(settings: SgdSettings): Optimizer {
  const { momentum, nesterov, weightDecay } = settings;
  return {
    build(step) {
      flatUpdate(step, flatGradient(step), {
        name: 'sgd',
        rate: settings,
        overrides: { MOMENTUM: momentum, NESTEROV: nesterov ? 1 : 0, WEIGHT_DECAY: weightDecay },
        moments: ['velocity'],
      });
      return { isDue: () => true, curvature: null };
    },
  };
}
