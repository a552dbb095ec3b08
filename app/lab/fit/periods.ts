import { DAMPING_PERIOD, GAMMA_PERIOD } from '../../../gpu/optimizers/adaptation-periods.ts';
import type { StepTimes } from './step-times.ts';

/** T₁ and T₃: steps between two updates of the statistics, and between two inversions. */
export interface PeriodChoice {
  readonly statisticsEvery: number;
  readonly inverseEvery: number;
}

/** From the freshest curvature to the stalest. */
export const PERIOD_CHOICES: readonly PeriodChoice[] = [
  { statisticsEvery: 1, inverseEvery: 5 },
  { statisticsEvery: 1, inverseEvery: 10 },
  { statisticsEvery: 2, inverseEvery: 10 },
  { statisticsEvery: 2, inverseEvery: 20 },
  { statisticsEvery: 5, inverseEvery: 20 },
  { statisticsEvery: 5, inverseEvery: 50 },
  { statisticsEvery: 10, inverseEvery: 50 },
  { statisticsEvery: 10, inverseEvery: 100 },
  { statisticsEvery: 20, inverseEvery: 100 },
];

/** A mean step with these periods, in steps of the unit. */
export function meanStep({ plain, sections }: StepTimes, { statisticsEvery, inverseEvery }: PeriodChoice): number {
  return [...sections].reduce((sum, [name, time]) => {
    switch (name) {
      case 'statistics':
        return sum + time / statisticsEvery;
      case 'damping':
        return sum + time / DAMPING_PERIOD;
      case 'gamma':
        return sum + time / GAMMA_PERIOD;
      default:
        // Inverses, all or in shares, and eigenbases.
        return sum + time / inverseEvery;
    }
  }, plain);
}
