import { memo } from 'react';
import type { Continuation } from '../../lab/predictions-event.ts';
import { formatNumber } from '../format.ts';

/** What a model makes of the begin of a text. */
export const ContinuationList = memo(function ContinuationList({ continuations }: { readonly continuations: readonly Continuation[] }) {
  return (
    <ul className="continuation-list">
      {continuations.map(({ prompt, text, temperature }, index) => (
        <li key={index}>
          <p className="continuation-text">
            <span className="continuation-prompt">{prompt}</span>
            <strong>{text}</strong>
          </p>
          <p className="chart-note">
            {temperature === 0 ? 'The most probable characters' : `Sampled at temperature ${formatNumber(temperature, 2)}`}
          </p>
        </li>
      ))}
    </ul>
  );
});
