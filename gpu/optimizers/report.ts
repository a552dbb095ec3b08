import type { State, Variable } from '../graph/state.ts';

/**
 * Scalars of one step, in the order in which they lie in memory; `lib/report.wgsl` numbers them the same way.
 *
 * `pivotFailures`: matrices whose last inversion failed; `residual`: the largest ‖I − ÂX‖_F/√n of the last refresh;
 * `inverseStep`: step at which the oldest inverse in use was made; `keptInverses`: those the last refresh found good enough.
 * Totals since the start: `ladderRungs`, times a shift was grown; `staleInverses`, times a matrix kept its last good
 * inverse for want of a new one; `rejectedSteps`; `fallbacks`, inverses made in float64.
 */
export const REPORT_FIELDS = [
  'loss',
  'lambda',
  'alpha',
  'mu',
  'rho',
  'nu',
  'predicted',
  'pivotFailures',
  'residual',
  'inverseStep',
  'keptInverses',
  'ladderRungs',
  'staleInverses',
  'rejectedSteps',
  'fallbacks',
] as const;

/** Known of every optimiser from the start. */
const COUNTED_BY_ALL: readonly string[] = ['rejectedSteps', 'fallbacks'];

export type ReportField = (typeof REPORT_FIELDS)[number];

/** Steps whose reports are kept on the GPU until they are read. */
export const REPORT_CAPACITY = 256;

/** The scalars an optimiser writes on the GPU, and a ring that keeps those of the last steps. */
export class Report {
  /** f32, see `REPORT_FIELDS`; NaN where nothing is known. */
  readonly current: Variable;
  /** f32 `[REPORT_CAPACITY, fields]`; step k (1-based) lies in row (k − 1) mod capacity. */
  readonly ring: Variable;

  constructor(state: State, initial: Partial<Readonly<Record<ReportField, number>>>) {
    const values = Float32Array.from(REPORT_FIELDS, (field) => initial[field] ?? (COUNTED_BY_ALL.includes(field) ? 0 : NaN));
    this.current = state.variable('report', [REPORT_FIELDS.length], values);
    this.ring = state.variable('report ring', [REPORT_CAPACITY, REPORT_FIELDS.length]);
  }
}
