import type { RefreshShare } from '../curvature/refresh-schedule.ts';
import { DAMPING_PERIOD, GAMMA_PERIOD } from './adaptation-periods.ts';
import type { KfacSettings } from './kfac-settings.ts';
import type { OptimizerProgram } from './optimizer.ts';
import { isPeriodDue, isShareDue } from './period.ts';

/** Inversions on each of the first steps, when the averages move most. */
const EARLY_INVERSIONS = 3;
/** Steps between two full eigen-solves where nothing else is asked for. */
const DEFAULT_BASIS_PERIOD = 100;

/** Which sections of K-FAC's trace a 1-based step runs. */
export function kfacSchedule(
  { statisticsEvery, inverseEvery, basisEvery = DEFAULT_BASIS_PERIOD }: KfacSettings,
  shares: readonly RefreshShare[],
): OptimizerProgram['isDue'] {
  const refreshes = (step: number): boolean => step <= EARLY_INVERSIONS || isPeriodDue(inverseEvery, step);
  const solves = (step: number): boolean => step === 1 || (refreshes(step) && isPeriodDue(basisEvery, step));
  return (section, step) => {
    switch (section) {
      case 'statistics':
        return step === 1 || isPeriodDue(statisticsEvery, step);
      case 'eigenbases':
        return solves(step);
      case 'eigenbasis iteration':
        return refreshes(step) && !solves(step);
      case 'gamma':
        return step % GAMMA_PERIOD === 0;
      case 'inverses with gamma':
        return refreshes(step) || step % GAMMA_PERIOD === 0;
      case 'damping':
        return step % DAMPING_PERIOD === 0;
      default: {
        const share = shares.findIndex((other) => other.section === section);
        return share < 0 || step <= EARLY_INVERSIONS || isShareDue(share, shares.length, inverseEvery, step);
      }
    }
  };
}
