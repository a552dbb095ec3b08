import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { isLive, stepsDone, type RunState } from '../state/run-state.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { formatCount, formatDuration, formatNumber, formatParameters, formatRate } from './format.ts';
import { Choice, type Option } from './kit/choice.tsx';
import { Icon } from './kit/icon.tsx';
import { statusText } from './status-text.ts';

const SPEEDS = [
  { value: '1', label: '1 step/s' },
  { value: '5', label: '5 steps/s' },
  { value: '20', label: '20 steps/s' },
  { value: '100', label: '100 steps/s' },
  { value: 'full', label: 'Full speed' },
] as const satisfies readonly Option<string>[];

/** Play, pause, step, reset, speed, and where the race stands; always in view. */
export function Transport(): ReactElement {
  const lab = useLab();
  const run = useLabState((state) => state.run);
  const speed = useLabState((state) => state.speed);
  const singleKeys = useLabState((state) => state.view.singleKeys);
  const inClass = useLabState((state) => state.view.mode === 'class');
  const live = isLive(run);
  const finished = run.status.kind === 'finished';
  const playLabel = finished ? 'Run again' : run.playing ? 'Pause' : 'Play';
  const keys = (key: string): { 'aria-keyshortcuts'?: string } => (singleKeys ? { 'aria-keyshortcuts': key } : {});
  return (
    <section className="transport" aria-label="Transport">
      <div className="transport-controls">
        <Button
          className="button button-primary play"
          onPress={() => lab.togglePlaying()}
          isDisabled={!live && !finished}
          {...keys('Space')}
        >
          <Icon name={finished ? 'reset' : run.playing ? 'pause' : 'play'} />
          {playLabel}
        </Button>
        <Button className="button" onPress={() => lab.step()} isDisabled={!live} {...keys('.')}>
          <Icon name="step" />
          <span className="word">Step</span>
        </Button>
        <Button className="button" onPress={() => lab.reset()} isDisabled={!run.spec} {...keys('r')}>
          <Icon name="reset" />
          <span className="word">Reset</span>
        </Button>
        {inClass ? null : (
          <Choice
            label="Speed"
            labelHidden
            options={SPEEDS}
            value={speed === null ? 'full' : (SPEEDS.find((option) => option.value === String(speed))?.value ?? null)}
            onChange={(value) => lab.setSpeed(value === 'full' ? null : Number(value))}
          />
        )}
      </div>
      <Readings run={run} />
      <p className="transport-status">{statusText(run)}</p>
    </section>
  );
}

function Readings({ run }: { run: RunState }): ReactElement {
  const stepsPerSecond = useLabState((state) => state.stepsPerSecond);
  const known = run.arms.length > 0;
  const step = stepsDone(run);
  const seconds = run.arms.reduce((sum, arm) => sum + arm.seconds, 0);
  const readings: readonly (readonly [name: string, value: string])[] = [
    ['step', known ? formatCount(step) : '–'],
    ['epoch', known ? formatNumber(step / run.stepsPerEpoch, 3) : '–'],
    ['examples', known && run.spec ? formatParameters(step * run.spec.batchSize) : '–'],
    ['train time', known ? formatDuration(seconds) : '–'],
    ['steps/s', Number.isNaN(stepsPerSecond) ? '–' : formatRate(stepsPerSecond)],
  ];
  return (
    <dl className="readings">
      {readings.map(([name, value]) => (
        <div key={name} className={`reading reading-${name.split(/\W/)[0] ?? ''}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
