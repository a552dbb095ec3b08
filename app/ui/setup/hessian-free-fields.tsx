import type { ReactElement } from 'react';
import type { HessianFreeSpec } from '../../lab/hessian-free-spec.ts';
import type { Draft } from '../../state/draft.ts';
import type { Option } from '../kit/choice.tsx';
import { ChoiceField, NumberField } from './fields.tsx';
import { SettingRow, type SettingKey } from './setting-row.tsx';

const LABELS: Record<SettingKey<HessianFreeSpec>, string> = {
  iterations: 'Turns a step',
  tolerance: 'Tolerance',
  warmStart: 'Warm start',
  weightDecay: 'Weight decay',
};
const DAMPINGS: readonly Option<HessianFreeSpec['damping']['kind']>[] = [
  { value: 'levenberg-marquardt', label: 'Levenberg–Marquardt', description: 'λ follows how well the model predicted' },
  { value: 'fixed', label: 'Fixed', description: 'λ stays' },
];

interface HessianFreeFieldsProps {
  readonly path: string;
  readonly value: Draft<HessianFreeSpec>;
  readonly onChange: (value: Draft<HessianFreeSpec>) => void;
}

/** Hyperparameters of Hessian-free optimisation: how far its conjugate gradients go, and the damping. */
export function HessianFreeFields({ path, value, onChange }: HessianFreeFieldsProps): ReactElement {
  const { damping } = value;
  return (
    <>
      <SettingRow path={path} value={value} labels={LABELS} onChange={onChange} />
      <ChoiceField
        label="Damping"
        path={`${path}.damping.kind`}
        options={DAMPINGS}
        value={damping.kind}
        onChange={(kind) => onChange({ ...value, damping: { ...damping, kind } })}
      />
      <NumberField
        label={damping.kind === 'fixed' ? 'λ' : 'First λ'}
        path={`${path}.damping.lambda`}
        value={damping.lambda}
        onChange={(lambda) => onChange({ ...value, damping: { ...damping, lambda } })}
      />
    </>
  );
}
