import { DAMPING_PERIOD, GAMMA_PERIOD } from '../../../gpu/optimizers/adaptation-periods.ts';
import { leastCommonMultiple } from '../common-multiples.ts';
import type { KfacSpec } from '../kfac-spec.ts';
import type { OptimizerSpec } from '../optimizer-spec.ts';

/** Updates after which the work of an optimiser repeats, once its last periods are in force. */
export function updatePeriod(optimizer: OptimizerSpec): number {
  switch (optimizer.kind) {
    case 'sgd':
    case 'adam':
    case 'rmsprop':
    case 'muon':
      return 1;
    case 'soap':
    case 'shampoo':
      return optimizer.refreshEvery;
    case 'hessian-free':
      return optimizer.damping.kind === 'levenberg-marquardt' ? DAMPING_PERIOD : 1;
    case 'kfac':
      return kfacPeriods(optimizer).reduce(leastCommonMultiple);
  }
}

function kfacPeriods(kfac: KfacSpec): number[] {
  const { representation, damping } = kfac;
  const adaptive = damping.kind === 'levenberg-marquardt';
  return [
    kfac.statisticsLater.at(-1)?.every ?? kfac.statisticsEvery,
    kfac.inverseLater.at(-1)?.every ?? kfac.inverseEvery,
    ...(representation === 'eigenbasis' || representation === 'ekfac' ? [kfac.basisEvery] : []),
    ...(adaptive ? [DAMPING_PERIOD] : []),
    ...(adaptive && damping.gamma === 'searched' ? [GAMMA_PERIOD] : []),
  ];
}
