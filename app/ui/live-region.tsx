import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { RunState } from '../state/run-state.ts';
import { stepsDone } from '../state/run-state.ts';
import { useLab } from '../state/use-lab.ts';
import { formatCount, formatNumber } from './format.ts';
import { statusText } from './status-text.ts';

/** Shortest time between two announcements, ms. */
const INTERVAL = 5_000;

/** Tells assistive technology where the race stands, politely and at most every five seconds. */
export function LiveRegion(): ReactElement {
  const lab = useLab();
  const [text, setText] = useState('');
  const said = useRef('');
  useEffect(() => {
    const timer = setInterval(() => {
      const next = announcement(lab.store.getState().run);
      if (next === said.current) return;
      said.current = next;
      setText(next);
    }, INTERVAL);
    return () => clearInterval(timer);
  }, [lab]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  );
}

function announcement(run: RunState): string {
  if (run.arms.length === 0) return statusText(run);
  const arms = run.arms.map(({ description, evaluation, stopped }) =>
    stopped
      ? `${description.name} stopped at step ${formatCount(stopped.step)}`
      : `${description.name} training loss ${evaluation ? formatNumber(evaluation.trainLoss, 3) : 'not evaluated yet'}`,
  );
  return `${statusText(run)}, step ${formatCount(stepsDone(run))}. ${arms.join('; ')}.`;
}
