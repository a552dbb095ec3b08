import type { ExperimentSpec } from '../spec.ts';

/** A ready experiment. */
export interface Preset {
  /** Stable name for links and the command line. */
  readonly id: string;
  readonly title: string;
  /** One line. */
  readonly description: string;
  readonly spec: ExperimentSpec;
}

/** What all presets have in common. */
export const START = { seed: 1, batchGrowth: null, order: 'shuffled', initial: null } as const;
