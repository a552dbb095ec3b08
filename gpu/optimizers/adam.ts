import { adamOverrides, type AdamMoments } from './adam-overrides.ts';
import { flatGradient } from './flat-gradient.ts';
import { flatUpdate } from './flat-update.ts';
import type { ScheduledRate } from './learning-rate.ts';
import type { Optimizer } from './optimizer.ts';

export interface AdamSettings extends ScheduledRate, AdamMoments {
  /** Decoupled decay of Loshchilov & Hutter 2019 (AdamW): θ ← θ − lr · decay · θ. */
  readonly weightDecay: number;
}

/** Adam (Kingma & Ba 2015, algorithm 1) with decoupled weight decay. */
export function adam(settings: AdamSettings): Optimizer {
  return {
    build(step) {
      flatUpdate(step, flatGradient(step), {
        name: 'adam',
        rate: settings,
        overrides: { ...adamOverrides(settings), WEIGHT_DECAY: settings.weightDecay },
        moments: ['first moment', 'second moment'],
      });
      return { isDue: () => true, curvature: null };
    },
  };
}
