import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import { constantRate } from '../../lab/schedule-spec.ts';
import type { Option } from '../kit/choice.tsx';
import { FieldGroup } from './field-group.tsx';
import { ChoiceField, NumberField, OptionalNumberField } from './fields.tsx';
import type { KfacDraft, KfacGroupProps } from './kfac-group.ts';
import { ScheduleFields } from './schedule-fields.tsx';

const STEPS: readonly Option<KfacSpec['step']['kind']>[] = [
  { value: 'quadratic-model', label: 'Quadratic model', description: 'rate and momentum solved at every step' },
  { value: 'fixed', label: 'Fixed', description: 'given rate and momentum' },
];

/** How far a K-FAC update goes. */
export function KfacStepFields({ path, value, onChange }: KfacGroupProps): ReactElement {
  const { step } = value;
  const change = (next: KfacDraft['step']): void => onChange({ ...value, step: next });
  return (
    <FieldGroup name="Step">
      <ChoiceField
        label="Step"
        labelHidden
        path={`${path}.step.kind`}
        options={STEPS}
        value={step.kind}
        onChange={(kind) =>
          change(
            kind === 'fixed' ? { kind, learningRate: 0.1, schedule: constantRate, momentum: 0.9, klClip: null } : { kind, fraction: 1 },
          )
        }
      />
      {step.kind === 'fixed' ? (
        <>
          <div className="field-row">
            <NumberField
              label="Learning rate"
              path={`${path}.step.learningRate`}
              value={step.learningRate}
              onChange={(learningRate) => change({ ...step, learningRate })}
            />
            <NumberField
              label="Momentum"
              path={`${path}.step.momentum`}
              value={step.momentum}
              onChange={(momentum) => change({ ...step, momentum })}
            />
          </div>
          <ScheduleFields path={`${path}.step.schedule`} value={step.schedule} onChange={(schedule) => change({ ...step, schedule })} />
        </>
      ) : null}
      <div className="field-row">
        {step.kind === 'fixed' ? (
          <OptionalNumberField
            label="KL clip"
            path={`${path}.step.klClip`}
            value={step.klClip}
            onChange={(klClip) => change({ ...step, klClip })}
          />
        ) : (
          <NumberField
            label="Model on a share of"
            path={`${path}.step.fraction`}
            value={step.fraction}
            onChange={(fraction) => change({ ...step, fraction })}
          />
        )}
        <NumberField
          label="Weight decay"
          path={`${path}.weightDecay`}
          value={value.weightDecay}
          onChange={(weightDecay) => onChange({ ...value, weightDecay })}
        />
        <OptionalNumberField
          label="Average iterates"
          path={`${path}.iterateDecay`}
          value={value.iterateDecay}
          onChange={(iterateDecay) => onChange({ ...value, iterateDecay })}
        />
      </div>
    </FieldGroup>
  );
}
