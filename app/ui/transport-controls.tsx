import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { isLive } from '../state/run-state.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { Choice, type Option } from './kit/choice.tsx';
import { Icon } from './kit/icon.tsx';

const SPEEDS = [
  { value: '1', label: '1 step/s' },
  { value: '5', label: '5 steps/s' },
  { value: '20', label: '20 steps/s' },
  { value: '100', label: '100 steps/s' },
  { value: 'full', label: 'Full speed' },
] as const satisfies readonly Option<string>[];

/** The buttons that run the race. */
export function TransportControls(): ReactElement {
  const lab = useLab();
  const live = useLabState((state) => isLive(state.run));
  const finished = useLabState((state) => state.run.status.kind === 'finished');
  const playing = useLabState((state) => state.run.playing);
  const loaded = useLabState((state) => state.run.spec !== null);
  const singleKeys = useLabState((state) => state.view.singleKeys);
  const inClass = useLabState((state) => state.view.mode === 'class');
  const keys = (key: string): { 'aria-keyshortcuts'?: string } => (singleKeys ? { 'aria-keyshortcuts': key } : {});
  return (
    <div className="transport-controls">
      <Button className="button button-primary play" onPress={() => lab.togglePlaying()} isDisabled={!live && !finished} {...keys('Space')}>
        <Icon name={finished ? 'reset' : playing ? 'pause' : 'play'} />
        {finished ? 'Run again' : playing ? 'Pause' : 'Play'}
      </Button>
      <Button className="button" onPress={() => lab.step()} isDisabled={!live} {...keys('.')}>
        <Icon name="step" />
        <span className="word">Step</span>
      </Button>
      <Button className="button" onPress={() => lab.reset()} isDisabled={!loaded} {...keys('r')}>
        <Icon name="reset" />
        <span className="word">Reset</span>
      </Button>
      {inClass ? null : <Speed />}
    </div>
  );
}

function Speed(): ReactElement {
  const lab = useLab();
  const speed = useLabState((state) => state.speed);
  return (
    <Choice
      label="Speed"
      labelHidden
      options={SPEEDS}
      value={SPEEDS.find((option) => option.value === String(speed ?? 'full'))?.value ?? null}
      onChange={(value) => lab.setSpeed(value === 'full' ? null : Number(value))}
    />
  );
}
