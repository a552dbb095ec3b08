import type { OptimizerSpec } from '../lab/optimizer-spec.ts';
import type { ArmSpec, ExperimentSpec } from '../lab/spec.ts';

/** A change of one arm that usually cures divergence. */
export interface Remedy {
  readonly label: string;
  readonly spec: ExperimentSpec;
}

const LARGEST_DAMPING = 1e6;

/** The remedy for a stopped arm: ten times the damping where there is one, a third of the rate for the others. */
export function remedyFor(spec: ExperimentSpec, arm: number): Remedy | null {
  const old = spec.arms[arm];
  if (!old) return null;
  const { label, optimizer } = gentler(old.optimizer);
  const changed: ArmSpec = { ...old, optimizer };
  return { label, spec: { ...spec, arms: spec.arms.map((other, index) => (index === arm ? changed : other)) } };
}

function gentler(optimizer: OptimizerSpec): { readonly label: string; readonly optimizer: OptimizerSpec } {
  const label = 'Damping ×10';
  if (optimizer.kind === 'kfac') {
    return { label, optimizer: { ...optimizer, damping: { ...optimizer.damping, lambda: stronger(optimizer.damping.lambda) } } };
  }
  if (optimizer.kind === 'hessian-free') {
    return { label, optimizer: { ...optimizer, damping: { ...optimizer.damping, lambda: stronger(optimizer.damping.lambda) } } };
  }
  return { label: 'Rate ÷3', optimizer: { ...optimizer, learningRate: Number((optimizer.learningRate / 3).toPrecision(3)) } };
}

function stronger(lambda: number): number {
  return Math.min(lambda * 10, LARGEST_DAMPING);
}
