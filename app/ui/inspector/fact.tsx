import type { ReactElement } from 'react';
import { Hint } from '../kit/hint.tsx';

interface FactProps {
  readonly name: string;
  readonly explanation: string;
  readonly children: string;
}

/** A number with its name, in a list of them; the name explains itself. */
export function Fact({ name, explanation, children }: FactProps): ReactElement {
  return (
    <div>
      <dt>
        <Hint explanation={explanation}>{name}</Hint>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
