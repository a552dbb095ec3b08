import type { ReactElement } from 'react';
import type { FirstOrderSpec } from '../../lab/optimizer-spec.ts';
import { Toggle } from '../kit/toggle.tsx';
import type { Draft } from './draft.ts';
import { NumberField } from './fields.tsx';
import { ScheduleFields } from './schedule-fields.tsx';

type FirstOrderKind = FirstOrderSpec['kind'];
type SpecOf<Kind extends FirstOrderKind> = Extract<FirstOrderSpec, { kind: Kind }>;

/** The fields of one optimiser that hold numbers or switches. */
type Key<Kind extends FirstOrderKind> = {
  [Name in keyof SpecOf<Kind>]: Name extends 'learningRate' ? never : SpecOf<Kind>[Name] extends number | boolean ? Name : never;
}[keyof SpecOf<Kind>];

/** What each optimiser lets people set beside its rate, in the order in which they read it; every field must be named. */
const LABELS: { readonly [Kind in FirstOrderKind]: Readonly<Record<Key<Kind>, string>> } = {
  sgd: { momentum: 'Momentum', weightDecay: 'Weight decay', nesterov: 'Nesterov' },
  adam: { beta1: 'β₁', beta2: 'β₂', epsilon: 'ε', weightDecay: 'Weight decay' },
  rmsprop: { decay: 'Decay of squares', epsilon: 'ε', momentum: 'Momentum', weightDecay: 'Weight decay' },
  muon: { momentum: 'Momentum', weightDecay: 'Weight decay', nesterov: 'Nesterov' },
};

interface FirstOrderFieldsProps {
  readonly path: string;
  readonly value: Draft<FirstOrderSpec>;
  readonly onChange: (value: Draft<FirstOrderSpec>) => void;
}

/** Hyperparameters of an optimiser that moves by a rate along a direction. */
export function FirstOrderFields({ path, value, onChange }: FirstOrderFieldsProps): ReactElement {
  const values = new Map(Object.entries(value));
  return (
    <>
      <div className="field-row">
        <NumberField
          label="Learning rate"
          path={`${path}.learningRate`}
          value={value.learningRate}
          onChange={(learningRate) => onChange({ ...value, learningRate })}
        />
        {Object.entries(LABELS[value.kind]).map(([key, label]) => {
          const current = values.get(key);
          const set = (next: unknown): void => onChange({ ...value, [key]: next });
          if (typeof current === 'boolean') return <Toggle key={key} label={label} value={current} onChange={set} />;
          if (typeof current === 'object') return null;
          return <NumberField key={key} label={label} path={`${path}.${key}`} value={current ?? ''} onChange={set} />;
        })}
      </div>
      <ScheduleFields path={`${path}.schedule`} value={value.schedule} onChange={(schedule) => onChange({ ...value, schedule })} />
    </>
  );
}
