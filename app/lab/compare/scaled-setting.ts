import type { KfacSpec } from '../kfac-spec.ts';
import type { OptimizerSpec } from '../optimizer-spec.ts';

/** The optimiser with the one setting that decides most multiplied by `factor`: λ of second-order methods, the rate of all others. */
export function withScaledSetting(optimizer: OptimizerSpec, factor: number): OptimizerSpec {
  if (optimizer.kind === 'kfac') return { ...optimizer, damping: scaledDamping(optimizer.damping, factor) };
  if (optimizer.kind === 'hessian-free') {
    return { ...optimizer, damping: { ...optimizer.damping, lambda: scaled(optimizer.damping.lambda, factor) } };
  }
  return { ...optimizer, learningRate: scaled(optimizer.learningRate, factor) };
}

function scaledDamping(damping: KfacSpec['damping'], factor: number): KfacSpec['damping'] {
  const lambda = scaled(damping.lambda, factor);
  return damping.kind === 'scheduled' ? { ...damping, lambda, finalLambda: scaled(damping.finalLambda, factor) } : { ...damping, lambda };
}

/** Two digits are enough of a setting, and read as one. */
function scaled(setting: number, factor: number): number {
  return Number((setting * factor).toPrecision(2));
}
