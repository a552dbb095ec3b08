import { stepsDone, type RunState } from '../state/run-state.ts';
import { unreachable } from '../lab/unreachable.ts';

/** What the run is doing, in a few words. */
export function statusText(run: RunState): string {
  const { status } = run;
  switch (status.kind) {
    case 'empty':
      return 'No experiment loaded';
    case 'loading':
      return {
        start: 'Starting the worker…',
        device: 'Opening the GPU…',
        data: 'Preparing the data…',
        compile: 'Compiling kernels…',
      }[status.stage];
    case 'ready':
      return run.playing ? 'Training' : stepsDone(run) > 0 ? 'Paused' : 'Ready to play';
    case 'finished':
      return {
        steps: 'Finished: step limit reached',
        seconds: 'Finished: time limit reached',
        'all-arms-stopped': 'Ended: every arm stopped',
        stopped: 'Stopped',
      }[status.reason];
    case 'failed':
      return 'Failed';
    default:
      return unreachable(status);
  }
}
