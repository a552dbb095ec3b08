import type { ReactElement } from 'react';
import { Switch } from 'react-aria-components';
import { useLab, useLabState } from '../state/use-lab.ts';

/** Keys, and what a hidden tab does. */
export function Footer(): ReactElement {
  const lab = useLab();
  const singleKeys = useLabState((state) => state.view.singleKeys);
  return (
    <footer className="footer">
      <Switch className="switch" isSelected={singleKeys} onChange={(value) => lab.setView({ singleKeys: value })}>
        <span className="switch-track" aria-hidden="true" />
        Single keys
      </Switch>
      <span>
        <kbd>space</kbd> play or pause, <kbd>.</kbd> step, <kbd>r</kbd> reset
      </span>
      <span>Training rests while this tab is hidden; hidden time is not counted.</span>
    </footer>
  );
}
