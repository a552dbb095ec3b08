import type { DampedInverses } from '../curvature/damped-inverses.ts';
import type { RefreshShare } from '../curvature/refresh-schedule.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { StepTrace } from './optimizer.ts';

/** Writes the residual, age and faults of the inverses into the report, after a share of them was refreshed. */
export function reportInverses({ graph, counter, report }: StepTrace, inverses: DampedInverses, share: RefreshShare): void {
  const chosen = inverses.matricesOf(share);
  if (chosen.length === 0) return;
  const sources = [inverses.status, inverses.rungs, inverses.residuals, inverses.kept].map((variable) => graph.read(variable));
  const history = graph.read(inverses.history);
  const current = graph.read(report.current);
  graph.effect({
    name: 'report of the inverses',
    reads: [...sources, counter],
    updates: [history, current],
    lower: (context) => [
      {
        shader: 'optimizers/inverse-report.wgsl',
        bindings: [
          read(context.constant(Uint32Array.from(chosen), 'refreshed matrices')),
          ...sources.map((source) => read(source)),
          read(counter),
          readWrite(history),
          readWrite(current),
        ],
        workgroups: [1, 1, 1],
      },
    ],
  });
}
