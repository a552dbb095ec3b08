import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import type { Option } from '../kit/choice.tsx';
import type { Draft } from './draft.ts';
import { ChoiceField, NumberField, OptionalNumberField } from './fields.tsx';

const ESTIMATIONS: readonly Option<KfacSpec['estimation']>[] = [
  { value: 'sampled', label: 'Sampled', description: 'targets drawn from the model: the Fisher' },
  { value: 'exact', label: 'Exact', description: 'all targets weighted by the model' },
  { value: 'empirical', label: 'Empirical', description: 'targets of the data: not the Fisher' },
];
const STEPS: readonly Option<KfacSpec['step']['kind']>[] = [
  { value: 'quadratic-model', label: 'Quadratic model', description: 'rate and momentum solved at every step' },
  { value: 'fixed', label: 'Fixed', description: 'given rate and momentum' },
];
const DAMPINGS: readonly Option<KfacSpec['damping']['kind']>[] = [
  { value: 'levenberg-marquardt', label: 'Levenberg–Marquardt', description: 'λ follows how well the model predicted' },
  { value: 'fixed', label: 'Fixed', description: 'λ stays' },
];

interface KfacFieldsProps {
  readonly path: string;
  readonly value: Draft<KfacSpec>;
  readonly onChange: (value: Draft<KfacSpec>) => void;
}

/** Hyperparameters of K-FAC: estimation, step, damping and how often the curvature is renewed. */
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
      <ChoiceField
        label="Step"
        path={`${path}.step.kind`}
        options={STEPS}
        value={step.kind}
        onChange={(kind) =>
          onChange({ ...value, step: kind === 'fixed' ? { kind, learningRate: 0.1, momentum: 0.9, klClip: null } : { kind } })
        }
      />
      {step.kind === 'fixed' ? (
        <div className="field-row">
          <NumberField
            label="Learning rate"
            path={`${path}.step.learningRate`}
            value={step.learningRate}
            onChange={(learningRate) => onChange({ ...value, step: { ...step, learningRate } })}
          />
          <NumberField
            label="Momentum"
            path={`${path}.step.momentum`}
            value={step.momentum}
            onChange={(momentum) => onChange({ ...value, step: { ...step, momentum } })}
          />
          <OptionalNumberField
            label="KL clip"
            path={`${path}.step.klClip`}
            value={step.klClip}
            onChange={(klClip) => onChange({ ...value, step: { ...step, klClip } })}
          />
        </div>
      ) : null}
      <ChoiceField
        label="Damping"
        path={`${path}.damping.kind`}
        options={DAMPINGS}
        value={damping.kind}
        onChange={(kind) => onChange({ ...value, damping: { ...damping, kind } })}
      />
      <div className="field-row">
        <NumberField
          label={damping.kind === 'fixed' ? 'λ' : 'First λ'}
          path={`${path}.damping.lambda`}
          value={damping.lambda}
          onChange={(lambda) => onChange({ ...value, damping: { ...damping, lambda } })}
        />
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
    </>
  );
}
