import type { Attempt, Budget, KfacArm } from '../lab/fit/fit-budget.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import { unreachable } from '../lab/unreachable.ts';
import type { Failure, FitEvent, FitStage } from '../worker/protocol.ts';

/** What a fit is doing, or how it ended. */
export type FitStatus =
  | { readonly kind: 'preparing'; readonly stage: FitStage }
  /** One structure of so many is compiled and timed; `index` counts from 0. */
  | { readonly kind: 'trying'; readonly label: string; readonly index: number; readonly choices: number }
  /** The last attempt is the one that was chosen; its mean step was then measured, in steps of SGD. */
  | { readonly kind: 'fitted'; readonly arm: KfacArm; readonly measured: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'cancelled'; readonly by: 'person' | 'race' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A fit of one arm to a budget, as the page shows it. */
export interface FitState {
  readonly id: number;
  /** With that arm alone. */
  readonly spec: ExperimentSpec;
  /** Place of the arm in the experiment that was edited. */
  readonly arm: number;
  readonly budget: Budget;
  readonly status: FitStatus;
  readonly attempts: readonly Attempt[];
}

/** The state right after a fit was asked for. */
export function startedFit(id: number, spec: ExperimentSpec, arm: number, budget: Budget): FitState {
  return { id, spec, arm, budget, status: { kind: 'preparing', stage: 'device' }, attempts: [] };
}

export function isFitRunning({ status: { kind } }: FitState): boolean {
  return kind === 'preparing' || kind === 'trying';
}

/** The fit after an event; one of another fit changes nothing. */
export function reduceFit(fit: FitState, event: FitEvent): FitState {
  if (event.fitId !== fit.id) return fit;
  const become = (status: FitStatus): FitState => ({ ...fit, status });
  switch (event.type) {
    case 'fit-stage':
      return become({ kind: 'preparing', stage: event.stage });
    case 'fit-trying':
      return become({ kind: 'trying', label: event.label, index: event.index, choices: event.choices });
    case 'fit-attempt':
      return { ...fit, attempts: [...fit.attempts, event.attempt] };
    case 'fitted':
      return become(
        event.arm === null || event.measured === null ? { kind: 'refused' } : { kind: 'fitted', arm: event.arm, measured: event.measured },
      );
    case 'fit-cancelled':
      return become({ kind: 'cancelled', by: event.by });
    case 'fit-failed':
      return become({ kind: 'failed', failure: event.failure });
    default:
      return unreachable(event);
  }
}
