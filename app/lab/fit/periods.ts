import { DAMPING_PERIOD, GAMMA_PERIOD } from '../../../gpu/optimizers/adaptation-periods.ts';
import { leastCommonMultiple } from '../common-multiples.ts';
import type { KfacSpec } from '../kfac-spec.ts';
import type { StepTimes } from './step-times.ts';

/** T₁ and T₃: steps between two updates of the statistics, and between two inversions. */
export type PeriodChoice = Pick<KfacSpec, 'statisticsEvery' | 'inverseEvery'>;

/** All that has a period in a K-FAC step: full eigen-solves besides. */
export type Periods = PeriodChoice & Pick<KfacSpec, 'basisEvery'>;

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
export function meanStep({ plain, sections }: StepTimes, periods: Periods): number {
  return [...sections].reduce((sum, [name, time]) => sum + time * shareOfSteps(name, periods), plain);
}

/** How many of all steps run a section, 0–1, as `kfacSchedule` has it once the first steps are over. */
function shareOfSteps(section: string, { statisticsEvery, inverseEvery, basisEvery }: Periods): number {
  const both = (one: number, other: number): number => 1 / leastCommonMultiple(one, other);
  switch (section) {
    case 'statistics':
      return 1 / statisticsEvery;
    case 'damping':
      return 1 / DAMPING_PERIOD;
    case 'gamma':
      return 1 / GAMMA_PERIOD;
    case 'inverses with gamma':
      return 1 / inverseEvery + 1 / GAMMA_PERIOD - both(inverseEvery, GAMMA_PERIOD);
    case 'eigenbases':
      return both(inverseEvery, basisEvery);
    case 'eigenbasis iteration':
      return 1 / inverseEvery - both(inverseEvery, basisEvery);
    default:
      // Inverses, all or in shares.
      return 1 / inverseEvery;
  }
}
