import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { BackwardPass } from './backward-pass.ts';
import { batchSubset } from './batch-subset.ts';
import { fixedStep } from './fixed-step.ts';
import type { KfacSettings, KfacStep } from './kfac-settings.ts';
import type { StepTrace } from './optimizer.ts';
import { QuadraticModel } from './quadratic-model.ts';

/** Finds rate and momentum of a step. */
export interface StepSolver {
  /**
   * Writes them into `report`.
   * @param direction flat variable; @param lambda `[1]`; @param pivots u32, not 0 where a factor could not be inverted.
   */
  solve(direction: Tensor, lambda: Tensor, pivots: Tensor, report: Tensor): void;
  /** What the change of the loss is predicted from; null where nothing is predicted. */
  readonly products: Variable | null;
}

/** How rate and momentum are found, before the gradient is there. */
export interface StepRule {
  /** Whether ∇h is wanted as one flat tensor. */
  readonly gradientNeeded: boolean;
  /** @param update the update before, flat; @param gradient ∇h, flat, where it is needed. */
  solver(update: Tensor, backward: BackwardPass, gradient: Tensor | null): StepSolver;
}

/** The rule that K-FAC's settings ask for. */
export function stepRule(step: StepTrace, settings: KfacSettings): StepRule {
  switch (settings.step.kind) {
    case 'fixed':
      return fixedRule(step, settings.step);
    case 'quadratic-model':
      return modelRule(step, settings.step, settings.weightDecay);
  }
}

function fixedRule(step: StepTrace, settings: Extract<KfacStep, { kind: 'fixed' }>): StepRule {
  return {
    gradientNeeded: settings.klClip !== null,
    solver: (_update, _backward, gradient) => ({
      products: null,
      solve(direction, lambda, pivots, report) {
        fixedStep({ step, direction, lambda, pivots, report, gradient, settings });
      },
    }),
  };
}

/** The curvature of a share of the cases is set against the gradient of all, which is then needed flat. */
function modelRule(step: StepTrace, { fraction = 1 }: Extract<KfacStep, { kind: 'quadratic-model' }>, weightDecay: number): StepRule {
  const { pass } = batchSubset(step, fraction);
  return {
    gradientNeeded: pass !== step.pass,
    solver(update, { ofOutputs }, gradient) {
      const source = gradient === null ? ({ kind: 'outputs', value: ofOutputs } as const) : ({ kind: 'flat', value: gradient } as const);
      return new QuadraticModel({ step, update, weightDecay, pass, gradient: source });
    },
  };
}
