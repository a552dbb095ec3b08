import type { Variable } from '../graph/state.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { flatGroups } from './flat-groups.ts';
import { scheduleRate, type ScheduledRate } from './learning-rate.ts';
import type { StepTrace } from './optimizer.ts';

/** An update rule in which every parameter moves by its own gradient and moments alone. */
export interface FlatRule {
  /** Name of the shader in `shaders/optimizers/`, which includes `lib/flat-update.wgsl`. */
  readonly name: string;
  readonly rate: ScheduledRate;
  readonly overrides: Readonly<Record<string, number>>;
  /** Labels of what the rule keeps for each parameter, in the order of the shader's bindings; zeros at first. */
  readonly moments: readonly string[];
}

/**
 * θ ← θ − α direction in one pass over flat buffers, α from the schedule; a step that the guard rejects is not
 * taken.
 * @param slope the flat gradient, or what takes its place.
 */
export function flatUpdate(step: StepTrace, slope: Variable, { name, rate, overrides, moments }: FlatRule): void {
  const { graph, state, model, guard, counter } = step;
  scheduleRate(step, rate);
  const gradient = graph.read(slope);
  const parameters = graph.read(step.parameters);
  const kept = moments.map((label) => graph.read(state.variable(label, [model.layout.size])));
  const health = graph.read(guard.health);
  const lastGood = graph.read(guard.lastGood);
  const report = graph.read(step.report.current);
  graph.effect({
    name,
    reads: [gradient, health, report, counter],
    updates: [parameters, lastGood, ...kept],
    lower: () => [
      {
        shader: `optimizers/${name}.wgsl`,
        overrides,
        bindings: [
          read(gradient),
          read(health),
          read(report),
          read(counter),
          readWrite(parameters),
          readWrite(lastGood),
          ...kept.map((moment) => readWrite(moment)),
        ],
        workgroups: flatGroups(model.layout.size),
      },
    ],
  });
}
