/** What the guards of an arm did; see `gpu/optimizers/report.ts`. NaN where its optimiser has nothing of the kind. */
export interface GuardCounts {
  readonly rejectedSteps: number;
  /** Times a damping was multiplied by ten. */
  readonly ladderRungs: number;
  /** Times a matrix kept its last good inverse for want of a new one. */
  readonly staleInverses: number;
  /** Inverses made in float64. */
  readonly fallbacks: number;
  /** Steps that the oldest inverse in use has been in use, at most. */
  readonly oldestInverse: number;
  /** The largest ‖I − ÂX‖_F/√n after a refresh. */
  readonly residual: number;
}

/** Before the first step. */
export const NO_GUARD_COUNTS: GuardCounts = {
  rejectedSteps: NaN,
  ladderRungs: NaN,
  staleInverses: NaN,
  fallbacks: NaN,
  oldestInverse: NaN,
  residual: NaN,
};

/** The counts after a step and its scalars: totals as they are, ages and residuals by their largest. */
export function countGuards(before: GuardCounts, step: number, scalars: Readonly<Record<string, number>>): GuardCounts {
  const { rejectedSteps, ladderRungs, staleInverses, fallbacks, inverseStep = NaN, residual = NaN } = scalars;
  return {
    rejectedSteps: rejectedSteps ?? before.rejectedSteps,
    ladderRungs: ladderRungs ?? before.ladderRungs,
    staleInverses: staleInverses ?? before.staleInverses,
    fallbacks: fallbacks ?? before.fallbacks,
    oldestInverse: larger(before.oldestInverse, step - inverseStep),
    residual: larger(before.residual, residual),
  };
}

function larger(before: number, now: number): number {
  if (Number.isNaN(before)) return now;
  return Number.isNaN(now) ? before : Math.max(before, now);
}
