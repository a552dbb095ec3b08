import type { ReactElement } from 'react';
import type { FirstOrderSpec } from '../../lab/optimizer-spec.ts';
import type { Draft } from '../../state/draft.ts';
import { ScheduleFields } from './schedule-fields.tsx';
import { SettingRow, type SettingKey } from './setting-row.tsx';

type LabelsOf<Spec extends FirstOrderSpec> = { readonly [Kind in Spec['kind']]: Record<SettingKey<Extract<Spec, { kind: Kind }>>, string> };

const learningRate = 'Learning rate';
const weightDecay = 'Weight decay';

/** What each optimiser lets people set, in the order in which they read it; none may be forgotten. */
const LABELS: LabelsOf<FirstOrderSpec> = {
  sgd: { learningRate, momentum: 'Momentum', weightDecay, nesterov: 'Nesterov' },
  adam: { learningRate, beta1: 'β₁', beta2: 'β₂', epsilon: 'ε', weightDecay },
  rmsprop: { learningRate, decay: 'Decay of squares', epsilon: 'ε', momentum: 'Momentum', weightDecay },
  muon: { learningRate, momentum: 'Momentum', weightDecay, nesterov: 'Nesterov' },
  soap: { learningRate, beta1: 'β₁', beta2: 'β₂', epsilon: 'ε', decay: 'Factor decay', refreshEvery: 'Bases every', weightDecay },
  shampoo: {
    learningRate,
    momentum: 'Momentum',
    decay: 'Factor decay',
    epsilon: 'ε',
    refreshEvery: 'Roots every',
    weightDecay,
    nesterov: 'Nesterov',
    grafting: 'Grafting',
  },
};

interface FirstOrderFieldsProps {
  readonly path: string;
  readonly value: Draft<FirstOrderSpec>;
  readonly onChange: (value: Draft<FirstOrderSpec>) => void;
}

/** Hyperparameters of an optimiser that moves by a rate along a direction. */
export function FirstOrderFields({ path, value, onChange }: FirstOrderFieldsProps): ReactElement {
  return (
    <>
      <SettingRow path={path} value={value} labels={LABELS[value.kind]} onChange={onChange} />
      <ScheduleFields path={`${path}.schedule`} value={value.schedule} onChange={(schedule) => onChange({ ...value, schedule })} />
    </>
  );
}
