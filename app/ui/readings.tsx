import type { ReactElement } from 'react';
import { epochsPassed, examplesShown } from '../lab/batch-schedule.ts';
import { stepsDone } from '../state/run-state.ts';
import { useLabState } from '../state/use-lab.ts';
import { formatCount, formatDuration, formatNumber, formatParameters, formatRate } from './format.ts';

/** Where the race stands: step, epoch, examples, training time of all arms, and its pace. */
export function Readings(): ReactElement {
  const run = useLabState((state) => state.run);
  const stepsPerSecond = useLabState((state) => state.stepsPerSecond);
  const known = run.arms.length > 0;
  const step = stepsDone(run);
  const seconds = run.arms.reduce((sum, arm) => sum + arm.seconds, 0);
  return (
    <dl className="readings">
      <Reading kind="step" name="step" value={known ? formatCount(step) : '–'} />
      <Reading kind="epoch" name="epoch" value={known ? formatNumber(epochsPassed(run.batches, step), 3) : '–'} />
      <Reading kind="examples" name="examples" value={known ? formatParameters(examplesShown(run.batches, step)) : '–'} />
      <Reading kind="time" name="train time" value={known ? formatDuration(seconds) : '–'} />
      <Reading kind="pace" name="steps/s" value={Number.isNaN(stepsPerSecond) ? '–' : formatRate(stepsPerSecond)} />
    </dl>
  );
}

function Reading({ kind, name, value }: { kind: string; name: string; value: string }): ReactElement {
  return (
    <div className={`reading reading-${kind}`}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
