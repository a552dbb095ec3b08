import type { ReactElement } from 'react';
import { useLab, useLabState } from '../state/use-lab.ts';
import { Toggle } from './kit/toggle.tsx';

/** Keys, and what a hidden tab does. */
export function Footer(): ReactElement {
  const lab = useLab();
  const singleKeys = useLabState((state) => state.view.singleKeys);
  return (
    <footer className="footer">
      <Toggle label="Single keys" value={singleKeys} onChange={(value) => lab.setView({ singleKeys: value })} />
      <span>
        <kbd>space</kbd> play or pause, <kbd>.</kbd> step, <kbd>r</kbd> reset
      </span>
      <span>While this tab is hidden, training goes on for a little and then waits; only computing time counts.</span>
    </footer>
  );
}
