import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import { unreachable } from '../../lab/unreachable.ts';
import type { Option } from '../kit/choice.tsx';
import type { Draft } from './draft.ts';
import { BlockFields } from './block-fields.tsx';
import { ChoiceField, NumberField } from './fields.tsx';
import { KfacStepFields } from './kfac-step-fields.tsx';

const ESTIMATIONS: readonly Option<KfacSpec['estimation']>[] = [
  { value: 'sampled', label: 'Sampled', description: 'targets drawn from the model: the Fisher' },
  { value: 'exact', label: 'Exact', description: 'all targets weighted by the model' },
  { value: 'curvature-propagation', label: 'Curvature propagation', description: 'random signs: the Fisher in the mean, in one pass' },
  { value: 'empirical', label: 'Empirical', description: 'targets of the data: not the Fisher' },
  { value: 'forward-only', label: 'Forward only', description: 'inputs alone, G = I: no pass of its own' },
];
const DAMPINGS: readonly Option<KfacSpec['damping']['kind']>[] = [
  { value: 'levenberg-marquardt', label: 'Levenberg–Marquardt', description: 'λ follows how well the model predicted' },
  { value: 'fixed', label: 'Fixed', description: 'λ stays' },
  { value: 'scheduled', label: 'Scheduled', description: 'λ falls or rises to a given value' },
];

interface KfacFieldsProps {
  readonly path: string;
  readonly value: Draft<KfacSpec>;
  readonly onChange: (value: Draft<KfacSpec>) => void;
}

/** Hyperparameters of K-FAC: estimation, step, damping, how often the curvature is renewed, and its blocks. */
export function KfacFields({ path, value, onChange }: KfacFieldsProps): ReactElement {
  const { step, damping } = value;
  return (
    <>
      <ChoiceField
        label="Fisher estimate"
        path={`${path}.estimation`}
        options={ESTIMATIONS}
        value={value.estimation}
        onChange={(estimation) => onChange({ ...value, estimation })}
      />
      <KfacStepFields path={`${path}.step`} step={step} onChange={(next) => onChange({ ...value, step: next })} />
      <ChoiceField
        label="Damping"
        path={`${path}.damping.kind`}
        options={DAMPINGS}
        value={damping.kind}
        onChange={(kind) => onChange({ ...value, damping: dampingOf(kind, damping.lambda) })}
      />
      <div className="field-row">
        <NumberField
          label={damping.kind === 'fixed' ? 'λ' : 'First λ'}
          path={`${path}.damping.lambda`}
          value={damping.lambda}
          onChange={(lambda) => onChange({ ...value, damping: { ...damping, lambda } })}
        />
        {damping.kind === 'scheduled' ? (
          <>
            <NumberField
              label="Final λ"
              path={`${path}.damping.finalLambda`}
              value={damping.finalLambda}
              onChange={(finalLambda) => onChange({ ...value, damping: { ...damping, finalLambda } })}
            />
            <NumberField
              label="Reached after"
              path={`${path}.damping.steps`}
              value={damping.steps}
              onChange={(steps) => onChange({ ...value, damping: { ...damping, steps } })}
            />
          </>
        ) : null}
        <NumberField label="Factor decay" path={`${path}.decay`} value={value.decay} onChange={(decay) => onChange({ ...value, decay })} />
        <NumberField
          label="Statistics every"
          path={`${path}.statisticsEvery`}
          value={value.statisticsEvery}
          onChange={(statisticsEvery) => onChange({ ...value, statisticsEvery })}
        />
        <NumberField
          label="Inverse every"
          path={`${path}.inverseEvery`}
          value={value.inverseEvery}
          onChange={(inverseEvery) => onChange({ ...value, inverseEvery })}
        />
        <NumberField
          label="Weight decay"
          path={`${path}.weightDecay`}
          value={value.weightDecay}
          onChange={(weightDecay) => onChange({ ...value, weightDecay })}
        />
      </div>
      <BlockFields path={`${path}.blocks`} kfac={value} onChange={(blocks) => onChange({ ...value, blocks })} />
    </>
  );
}

/** Another kind of damping with the same λ. */
function dampingOf(kind: KfacSpec['damping']['kind'], lambda: Draft<KfacSpec>['damping']['lambda']): Draft<KfacSpec>['damping'] {
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
