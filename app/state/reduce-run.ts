import { countGuards, NO_GUARD_COUNTS } from '../lab/guard-counts.ts';
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
