import type { ReactElement } from 'react';
import { countGuards, NO_GUARD_COUNTS } from '../../lab/guard-counts.ts';
import type { ArmState } from '../../state/run-state.ts';
import { formatCount, formatNumber } from '../format.ts';
import { Fact } from './fact.tsx';

/** How well and how freshly the matrices of an arm are inverted, all layers together; nothing where none are. */
export function InverseFacts({ step, scalars, guards }: Pick<ArmState, 'step' | 'scalars' | 'guards'>): ReactElement | null {
  const { residual, oldestInverse } = countGuards(NO_GUARD_COUNTS, step, scalars);
  const { keptInverses = NaN } = scalars;
  if (Number.isNaN(oldestInverse)) return null;
  return (
    <div className="curvature-inverses">
      <span>Inverses of all layers</span>
      <dl className="curvature-scalars">
        <Fact name="residual" explanation="The largest ‖I − ÂX‖ / √n of an inverse X when the last refresh was done, of all layers">
          {atMost(residual, guards.residual, (value) => formatNumber(value, 3))}
        </Fact>
        <Fact name="oldest inverse" explanation="Steps since the inverse that has been in use longest was made, of all layers">
          {atMost(oldestInverse, guards.oldestInverse, inSteps)}
        </Fact>
        {keptInverses > 0 ? (
          <Fact name="good enough" explanation="Inverses that the last refresh kept, as their residual is within the bound">
            {formatCount(keptInverses)}
          </Fact>
        ) : null}
      </dl>
    </div>
  );
}

/** A value, and the largest so far where that is another. */
function atMost(now: number, most: number, format: (value: number) => string): string {
  return Object.is(now, most) ? format(now) : `${format(now)}, at most ${format(most)}`;
}

function inSteps(steps: number): string {
  return `${formatCount(steps)} ${steps === 1 ? 'step' : 'steps'}`;
}
