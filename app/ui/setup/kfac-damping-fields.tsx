import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import { unreachable } from '../../lab/unreachable.ts';
import type { Option } from '../kit/choice.tsx';
import type { Draft } from './draft.ts';
import { ChoiceField, NumberField } from './fields.tsx';

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

interface KfacDampingFieldsProps {
  readonly path: string;
  readonly damping: Draft<Damping>;
  readonly onChange: (damping: Draft<Damping>) => void;
}

/** How strongly K-FAC distrusts its curvature, and what changes that. */
export function KfacDampingFields({ path, damping, onChange }: KfacDampingFieldsProps): ReactElement {
  return (
    <>
      <ChoiceField
        label="Damping"
        path={`${path}.kind`}
        options={DAMPINGS}
        value={damping.kind}
        onChange={(kind) => onChange(dampingOf(kind, damping.lambda))}
      />
      {damping.kind === 'levenberg-marquardt' ? (
        <ChoiceField
          label="Damping of factors"
          path={`${path}.gamma`}
          options={GAMMAS}
          value={damping.gamma}
          onChange={(gamma) => onChange({ ...damping, gamma })}
        />
      ) : null}
      <div className="field-row">
        <NumberField
          label={damping.kind === 'fixed' ? 'λ' : 'First λ'}
          path={`${path}.lambda`}
          value={damping.lambda}
          onChange={(lambda) => onChange({ ...damping, lambda })}
        />
        {damping.kind === 'scheduled' ? (
          <>
            <NumberField
              label="Final λ"
              path={`${path}.finalLambda`}
              value={damping.finalLambda}
              onChange={(finalLambda) => onChange({ ...damping, finalLambda })}
            />
            <NumberField
              label="Reached after"
              path={`${path}.steps`}
              value={damping.steps}
              onChange={(steps) => onChange({ ...damping, steps })}
            />
          </>
        ) : null}
      </div>
    </>
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
