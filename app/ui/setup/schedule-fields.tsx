import type { ReactElement } from 'react';
import type { ScheduleSpec } from '../../lab/schedule-spec.ts';
import type { Draft } from '../../state/draft.ts';
import type { Option } from '../kit/choice.tsx';
import { ChoiceField, NumberField } from './fields.tsx';

const DECAYS: readonly Option<ScheduleSpec['decay']['kind']>[] = [
  { value: 'constant', label: 'Constant' },
  { value: 'cosine', label: 'Cosine', description: 'falls along half a cosine' },
  { value: 'step', label: 'Steps', description: 'falls by a factor every so many steps' },
];

interface ScheduleFieldsProps {
  readonly path: string;
  readonly value: Draft<ScheduleSpec>;
  readonly onChange: (value: Draft<ScheduleSpec>) => void;
}

/** How the learning rate changes with the step: warm-up, then decay. */
export function ScheduleFields({ path, value, onChange }: ScheduleFieldsProps): ReactElement {
  const { decay } = value;
  return (
    <div className="field-row">
      <ChoiceField
        label="Rate over time"
        path={`${path}.decay.kind`}
        options={DECAYS}
        value={decay.kind}
        onChange={(kind) => onChange({ ...value, decay: decayOf(kind) })}
      />
      <NumberField
        label="Warm-up steps"
        path={`${path}.warmUp`}
        value={value.warmUp}
        onChange={(warmUp) => onChange({ ...value, warmUp })}
      />
      {decay.kind === 'cosine' ? (
        <>
          <NumberField
            label="Decay steps"
            path={`${path}.decay.steps`}
            value={decay.steps}
            onChange={(steps) => onChange({ ...value, decay: { ...decay, steps } })}
          />
          <NumberField
            label="Final share"
            path={`${path}.decay.final`}
            value={decay.final}
            onChange={(final) => onChange({ ...value, decay: { ...decay, final } })}
          />
        </>
      ) : null}
      {decay.kind === 'step' ? (
        <>
          <NumberField
            label="Decay every"
            path={`${path}.decay.every`}
            value={decay.every}
            onChange={(every) => onChange({ ...value, decay: { ...decay, every } })}
          />
          <NumberField
            label="Factor"
            path={`${path}.decay.factor`}
            value={decay.factor}
            onChange={(factor) => onChange({ ...value, decay: { ...decay, factor } })}
          />
        </>
      ) : null}
    </div>
  );
}

function decayOf(kind: ScheduleSpec['decay']['kind']): ScheduleSpec['decay'] {
  switch (kind) {
    case 'constant':
      return { kind };
    case 'cosine':
      return { kind, steps: 1_000, final: 0 };
    case 'step':
      return { kind, every: 500, factor: 0.5 };
  }
}
