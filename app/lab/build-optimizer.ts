import { adam } from '../../gpu/optimizers/adam.ts';
import { hessianFree } from '../../gpu/optimizers/hessian-free.ts';
import { kfac } from '../../gpu/optimizers/kfac.ts';
import { muon } from '../../gpu/optimizers/muon.ts';
import type { Optimizer } from '../../gpu/optimizers/optimizer.ts';
import { rmsprop } from '../../gpu/optimizers/rmsprop.ts';
import { sgd } from '../../gpu/optimizers/sgd.ts';
import { shampoo } from '../../gpu/optimizers/shampoo.ts';
import { soap } from '../../gpu/optimizers/soap.ts';
import { blockStructures } from './block-structures.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';

/** The optimiser that a spec asks for, for a model with so many weights. */
export function buildOptimizer(spec: OptimizerSpec, layers: number): Optimizer {
  switch (spec.kind) {
    case 'sgd':
      return sgd(spec);
    case 'adam':
      return adam(spec);
    case 'rmsprop':
      return rmsprop(spec);
    case 'muon':
      return muon(spec);
    case 'soap':
      return soap(spec);
    case 'shampoo':
      return shampoo(spec);
    case 'hessian-free':
      return hessianFree(spec);
    case 'kfac':
      return kfac({
        ...spec,
        structures: blockStructures(spec.blocks, layers),
        statisticsEvery: [{ from: 1, every: spec.statisticsEvery }, ...spec.statisticsLater],
        inverseEvery: [{ from: 1, every: spec.inverseEvery }, ...spec.inverseLater],
        inverses: { method: spec.inverse, refresh: spec.refresh, floor: spec.dampingFloor },
      });
  }
}
