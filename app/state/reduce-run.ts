import { countGuards, NO_GUARD_COUNTS } from '../lab/guard-counts.ts';
import type { PositionsEvent } from '../lab/position-scores.ts';
import type { RunEvent } from '../worker/protocol.ts';
import { RunMetrics } from './run-metrics.ts';
import type { ArmState, RunState } from './run-state.ts';
import { unreachable } from '../lab/unreachable.ts';

/** The run after an event. Curves are appended to `run.metrics` in place; an event of another run changes nothing. */
export function reduceRun(run: RunState, event: RunEvent): RunState {
  if (event.runId !== run.id) return run;
  switch (event.type) {
    case 'loading':
      return { ...run, status: { kind: 'loading', stage: event.stage } };
    case 'ready':
      return {
        ...run,
        status: { kind: 'ready' },
        adapter: event.adapter,
        task: event.task,
        batches: event.batches,
        visible: event.visible,
        testExamples: event.testExamples,
        notes: event.notes ?? [],
        arms: event.arms.map((description) => ({
          description,
          step: 0,
          seconds: 0,
          loss: NaN,
          evaluation: null,
          scalars: {},
          guards: NO_GUARD_COUNTS,
          stopped: null,
          predictions: null,
          mistakes: null,
          positions: null,
          learnt: [],
          look: null,
        })),
        inspection: null,
        metrics: new RunMetrics(event.arms.map((arm) => arm.name)),
      };
    case 'transport':
      return { ...run, playing: event.playing };
    case 'progress': {
      run.metrics.progress(event);
      const last = event.steps.length - 1;
      const arm = run.arms[event.arm];
      if (last < 0 || arm === undefined) return run;
      const step = event.steps[last] ?? NaN;
      return withArm(run, event.arm, {
        step,
        seconds: event.seconds[last] ?? NaN,
        loss: event.losses[last] ?? NaN,
        scalars: event.scalars,
        guards: countGuards(arm.guards, step, event.scalars),
      });
    }
    case 'evaluation':
      run.metrics.evaluation(event);
      return withArm(run, event.arm, { evaluation: event });
    case 'inspection':
      return { ...run, inspection: event };
    case 'predictions':
      return withArm(run, event.arm, { predictions: event });
    case 'mistakes':
      return withArm(run, event.arm, { mistakes: event });
    case 'positions': {
      const learnt = run.arms[event.arm]?.learnt ?? [];
      return withArm(run, event.arm, { positions: event, learnt: stepsLearnt(learnt, event) });
    }
    case 'layer-look':
      return withArm(run, event.arm, { look: event });
    case 'arm-stopped':
      return withArm(run, event.arm, { stopped: { step: event.step, tensor: event.tensor, message: event.message } });
    case 'finished':
      return { ...run, playing: false, status: { kind: 'finished', reason: event.reason } };
    case 'failure':
      return { ...run, playing: false, status: { kind: 'failed', failure: event.failure } };
    default:
      return unreachable(event);
  }
}

function withArm(run: RunState, index: number, change: Partial<ArmState>): RunState {
  return { ...run, arms: run.arms.map((arm, position) => (position === index ? { ...arm, ...change } : arm)) };
}

/** Share of right answers from which a position counts as learnt. */
export const LEARNT = 0.9;

/** The steps at which each position was first learnt, with one evaluation more. */
function stepsLearnt(before: readonly number[], { step, accuracies }: PositionsEvent): readonly number[] {
  return Array.from(accuracies, (accuracy, position) => {
    const known = before[position] ?? NaN;
    return Number.isNaN(known) && accuracy >= LEARNT ? step : known;
  });
}
