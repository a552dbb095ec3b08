import { flatGradient } from './flat-gradient.ts';
import { flatUpdate } from './flat-update.ts';
import type { ScheduledRate } from './learning-rate.ts';
import type { Optimizer } from './optimizer.ts';

export interface AdamSettings extends ScheduledRate {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled decay of Loshchilov & Hutter 2019 (AdamW): θ ← θ − lr · decay · θ. */
  readonly weightDecay: number;
}

/** Adam (Kingma & Ba 2015, algorithm 1) with decoupled weight decay. */
export function adam(settings: AdamSettings): Optimizer {
  const { beta1, beta2, epsilon, weightDecay } = settings;
  return {
    build(step) {
      flatUpdate(step, flatGradient(step), {
        name: 'adam',
        rate: settings,
        overrides: {
          BETA_1: beta1,
          BETA_2: beta2,
          LOG_BETA_1: Math.log(Math.max(beta1, Number.MIN_VALUE)),
          LOG_BETA_2: Math.log(Math.max(beta2, Number.MIN_VALUE)),
          EPSILON: epsilon,
          WEIGHT_DECAY: weightDecay,
        },
        moments: ['first moment', 'second moment'],
      });
      return { isDue: () => true, curvature: null };
    },
  };
}
