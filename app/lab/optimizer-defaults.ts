import type { OptimizerSpec } from './optimizer-spec.ts';
import { constantRate } from './schedule-spec.ts';

type Settings<Kind extends OptimizerSpec['kind']> = Extract<OptimizerSpec, { kind: Kind }>;

/** Adam's settings where nothing is known of the problem. */
export const ADAM_DEFAULTS: Settings<'adam'> = {
  kind: 'adam',
  learningRate: 1e-3,
  schedule: constantRate,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
};

/** Muon's, likewise. */
export const MUON_DEFAULTS: Settings<'muon'> = {
  kind: 'muon',
  learningRate: 0.02,
  schedule: constantRate,
  momentum: 0.95,
  nesterov: true,
  weightDecay: 0,
};

/** SOAP's, likewise. */
export const SOAP_DEFAULTS: Settings<'soap'> = {
  kind: 'soap',
  learningRate: 3e-3,
  schedule: constantRate,
  beta1: 0.95,
  beta2: 0.95,
  epsilon: 1e-8,
  decay: 0.95,
  refreshEvery: 10,
  weightDecay: 0,
};

/** Shampoo's, likewise. */
export const SHAMPOO_DEFAULTS: Settings<'shampoo'> = {
  kind: 'shampoo',
  learningRate: 0.1,
  schedule: constantRate,
  decay: 0.95,
  epsilon: 1e-6,
  refreshEvery: 10,
  grafting: true,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 0,
};

/** The Hessian-free method's, likewise. */
export const HESSIAN_FREE_DEFAULTS: Settings<'hessian-free'> = {
  kind: 'hessian-free',
  iterations: 5,
  tolerance: 0.01,
  warmStart: 0.95,
  damping: { kind: 'levenberg-marquardt', lambda: 1 },
  weightDecay: 0,
};
