/** What the guards of an arm did; see `gpu/optimizers/report.ts`. NaN where its optimiser has nothing of the kind. */
export class GuardCounts {
  rejectedSteps = NaN;
  ladderRungs = NaN;
  staleInverses = NaN;
  fallbacks = NaN;
  /** Steps that the oldest inverse in use has been in use, at most. */
  oldestInverse = NaN;
  /** The largest ‖I − ÂX‖_F/√n after a refresh. */
  residual = NaN;

  /** Takes the scalars after a step: totals as they are, ages and residuals by their largest. */
  observe(step: number, scalars: Readonly<Record<string, number>>): void {
    const { rejectedSteps, ladderRungs, staleInverses, fallbacks, inverseStep = NaN, residual = NaN } = scalars;
    this.rejectedSteps = rejectedSteps ?? this.rejectedSteps;
    this.ladderRungs = ladderRungs ?? this.ladderRungs;
    this.staleInverses = staleInverses ?? this.staleInverses;
    this.fallbacks = fallbacks ?? this.fallbacks;
    this.oldestInverse = larger(this.oldestInverse, step - inverseStep);
    this.residual = larger(this.residual, residual);
  }
}

function larger(before: number, now: number): number {
  if (Number.isNaN(before)) return now;
  return Number.isNaN(now) ? before : Math.max(before, now);
}
