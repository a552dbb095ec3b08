import type { Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { DAMPING_PERIOD } from './adaptation-periods.ts';
import type { KfacDamping, KfacSettings } from './kfac-settings.ts';
import { adaptDamping } from './levenberg-marquardt.ts';
import type { StepTrace } from './optimizer.ts';
import { scheduleDamping } from './scheduled-damping.ts';
import type { StepSolver } from './step-rule.ts';

/** λ of this step, `[1]`. */
export function dampingOf(step: StepTrace, damping: KfacDamping): Tensor {
  const { graph, state } = step;
  const lambda = graph.read(state.variable('lambda', [1], Float32Array.of(damping.lambda)));
  if (damping.kind === 'scheduled') scheduleDamping(step, lambda, damping);
  return lambda;
}

/**
 * Adapts λ, if it is to be, after the parameters were updated.
 * @throws ShapeError for a step that was not solved from a model whose prediction can be compared with what happened.
 */
export function adaptLambda(step: StepTrace, { damping, weightDecay }: KfacSettings, lambda: Tensor, { products }: StepSolver): void {
  if (damping.kind !== 'levenberg-marquardt') return;
  if (products === null) {
    throw new ShapeError('kfac: expected step "quadratic-model" with damping "levenberg-marquardt", got "fixed"; fix λ or solve the step');
  }
  step.graph.section('damping', () => {
    adaptDamping(step, lambda, products, weightDecay, DAMPING_PERIOD);
  });
}
