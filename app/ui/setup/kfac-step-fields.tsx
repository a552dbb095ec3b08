import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import { constantRate } from '../../lab/schedule-spec.ts';
import type { Option } from '../kit/choice.tsx';
import type { Draft } from './draft.ts';
import { ChoiceField, NumberField, OptionalNumberField } from './fields.tsx';
import { ScheduleFields } from './schedule-fields.tsx';

const STEPS: readonly Option<KfacSpec['step']['kind']>[] = [
  { value: 'quadratic-model', label: 'Quadratic model', description: 'rate and momentum solved at every step' },
  { value: 'fixed', label: 'Fixed', description: 'given rate and momentum' },
];

interface KfacStepFieldsProps {
  readonly path: string;
  readonly step: Draft<KfacSpec['step']>;
  readonly onChange: (step: Draft<KfacSpec['step']>) => void;
}

/** How far a K-FAC update goes. */
export function KfacStepFields({ path, step, onChange }: KfacStepFieldsProps): ReactElement {
  return (
    <>
      <ChoiceField
        label="Step"
        path={`${path}.kind`}
        options={STEPS}
        value={step.kind}
        onChange={(kind) =>
          onChange(
            kind === 'fixed' ? { kind, learningRate: 0.1, schedule: constantRate, momentum: 0.9, klClip: null } : { kind, fraction: 1 },
          )
        }
      />
      {step.kind === 'fixed' ? (
        <>
          <div className="field-row">
            <NumberField
              label="Learning rate"
              path={`${path}.learningRate`}
              value={step.learningRate}
              onChange={(learningRate) => onChange({ ...step, learningRate })}
            />
            <NumberField
              label="Momentum"
              path={`${path}.momentum`}
              value={step.momentum}
              onChange={(momentum) => onChange({ ...step, momentum })}
            />
            <OptionalNumberField
              label="KL clip"
              path={`${path}.klClip`}
              value={step.klClip}
              onChange={(klClip) => onChange({ ...step, klClip })}
            />
          </div>
          <ScheduleFields path={`${path}.schedule`} value={step.schedule} onChange={(schedule) => onChange({ ...step, schedule })} />
        </>
      ) : (
        <NumberField
          label="Curvature of a share of"
          path={`${path}.fraction`}
          value={step.fraction}
          onChange={(fraction) => onChange({ ...step, fraction })}
        />
      )}
    </>
  );
}
