import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import { unreachable } from '../../lab/unreachable.ts';
import type { Draft } from '../../state/draft.ts';
import type { Option } from '../kit/choice.tsx';
import { FieldGroup } from './field-group.tsx';
import { ChoiceField, NumberField } from './fields.tsx';
import type { KfacGroupProps } from './kfac-group.ts';

type Damping = KfacSpec['damping'];

const DAMPINGS: readonly Option<Damping['kind']>[] = [
  { value: 'levenberg-marquardt', label: 'Levenberg–Marquardt', description: 'λ follows how well the model predicted' },
  { value: 'fixed', label: 'Fixed', description: 'λ stays' },
  { value: 'scheduled', label: 'Scheduled', description: 'λ falls or rises to a given value' },
];
const GAMMAS: readonly Option<Extract<Damping, { kind: 'levenberg-marquardt' }>['gamma']>[] = [
  { value: 'tied', label: 'γ = √(λ + η)', description: 'the factors follow λ' },
  { value: 'searched', label: 'γ searched', description: 'the best of three every 20 steps, as in the paper' },
];

/** How strongly K-FAC distrusts its curvature, and what changes that. */
export function KfacDampingFields({ path, value, onChange }: KfacGroupProps): ReactElement {
  const { damping } = value;
  const change = (next: Draft<Damping>): void => onChange({ ...value, damping: next });
  return (
    <FieldGroup name="Damping">
      <ChoiceField
        label="Damping"
        labelHidden
        path={`${path}.damping.kind`}
        options={DAMPINGS}
        value={damping.kind}
        onChange={(kind) => change(dampingOf(kind, damping.lambda))}
      />
      <div className="field-row">
        {damping.kind === 'levenberg-marquardt' ? (
          <ChoiceField
            label="Damping of factors"
            path={`${path}.damping.gamma`}
            options={GAMMAS}
            value={damping.gamma}
            onChange={(gamma) => change({ ...damping, gamma })}
          />
        ) : null}
        <NumberField
          label={damping.kind === 'fixed' ? 'λ' : 'First λ'}
          path={`${path}.damping.lambda`}
          value={damping.lambda}
          onChange={(lambda) => change({ ...damping, lambda })}
        />
        {damping.kind === 'scheduled' ? (
          <>
            <NumberField
              label="Final λ"
              path={`${path}.damping.finalLambda`}
              value={damping.finalLambda}
              onChange={(finalLambda) => change({ ...damping, finalLambda })}
            />
            <NumberField
              label="Reached after"
              path={`${path}.damping.steps`}
              value={damping.steps}
              onChange={(steps) => change({ ...damping, steps })}
            />
          </>
        ) : null}
      </div>
    </FieldGroup>
  );
}

/** Another kind of damping with the same λ. */
function dampingOf(kind: Damping['kind'], lambda: Draft<Damping>['lambda']): Draft<Damping> {
  switch (kind) {
    case 'fixed':
      return { kind, lambda };
    case 'scheduled':
      return { kind, lambda, finalLambda: lambda, steps: 1_000 };
    case 'levenberg-marquardt':
      return { kind, lambda, gamma: 'tied' };
    default:
      return unreachable(kind);
  }
}
