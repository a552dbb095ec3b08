import type { ReactElement } from 'react';
import { useLabState } from '../state/use-lab.ts';
import { Readings } from './readings.tsx';
import { statusText } from './status-text.ts';
import { TransportControls } from './transport-controls.tsx';

/** Play, pause, step, reset, speed, and where the race stands; always in view. */
export function Transport(): ReactElement {
  const status = useLabState((state) => statusText(state.run));
  return (
    <section className="transport" aria-label="Transport">
      <TransportControls />
      <Readings />
      <p className="transport-status">{status}</p>
    </section>
  );
}
