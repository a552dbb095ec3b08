import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';

/** Scalars of one step, in the order in which they lie in memory; `lib/report.wgsl` numbers them the same way. */
export const REPORT_FIELDS = ['loss', 'lambda', 'alpha', 'mu', 'rho', 'nu', 'predicted', 'pivotFailures'] as const;

export type ReportField = (typeof REPORT_FIELDS)[number];

/** Steps whose reports are kept on the GPU until they are read. */
export const REPORT_CAPACITY = 256;

/** The scalars an optimiser writes on the GPU, and a ring that keeps those of the last steps. */
export class Report {
  /** f32 `[8]`, see `REPORT_FIELDS`; NaN where nothing is known. */
  readonly current: Variable;
  /** f32 `[REPORT_CAPACITY, 8]`; step k (1-based) lies in row (k − 1) mod capacity. */
  readonly ring: Variable;

  constructor(state: State, initial: Partial<Readonly<Record<ReportField, number>>>) {
    const values = Float32Array.from(REPORT_FIELDS, (field) => initial[field] ?? NaN);
    this.current = state.variable('report', [REPORT_FIELDS.length], values);
    this.ring = state.variable('report ring', [REPORT_CAPACITY, REPORT_FIELDS.length]);
  }

  /** Copies the current scalars into the ring and, when the guard tripped in this step, notes the step. */
  record(graph: Graph, counter: Tensor, health: Tensor): void {
    const current = graph.read(this.current);
    const ring = graph.read(this.ring);
    graph.effect({
      name: 'report',
      reads: [current, counter],
      updates: [ring, health],
      lower: () => [
        {
          shader: 'optimizers/record.wgsl',
          bindings: [read(current), read(counter), readWrite(ring), readWrite(health)],
          workgroups: [1, 1, 1],
        },
      ],
    });
  }
}
