import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import type { Option } from '../kit/choice.tsx';
import { FieldGroup } from './field-group.tsx';
import { ChoiceField } from './fields.tsx';
import type { KfacGroupProps } from './kfac-group.ts';
import { LaterPeriodFields } from './later-period-fields.tsx';
import { SettingRow } from './setting-row.tsx';

const ESTIMATIONS: readonly Option<KfacSpec['estimation']>[] = [
  { value: 'sampled', label: 'Sampled', description: 'targets drawn from the model: the Fisher' },
  { value: 'exact', label: 'Exact', description: 'all targets weighted by the model' },
  { value: 'curvature-propagation', label: 'Curvature propagation', description: 'random signs: the Fisher in the mean, in one pass' },
  { value: 'empirical', label: 'Empirical', description: 'targets of the data: not the Fisher' },
  { value: 'forward-only', label: 'Forward only', description: 'inputs alone, G = I: no pass of its own' },
];
const LABELS = { statisticsEvery: 'Statistics every', statisticsFraction: 'on a share of', decay: 'Factor decay' };

/** What the factors are estimated from, and how often. */
export function KfacEstimateFields({ path, value, onChange }: KfacGroupProps): ReactElement {
  return (
    <FieldGroup name="Fisher estimate">
      <ChoiceField
        label="Fisher estimate"
        labelHidden
        path={`${path}.estimation`}
        options={ESTIMATIONS}
        value={value.estimation}
        onChange={(estimation) => onChange({ ...value, estimation })}
      />
      <SettingRow path={path} value={value} labels={LABELS} onChange={onChange} />
      <LaterPeriodFields
        path={`${path}.statisticsLater`}
        name="statistics"
        first={value.statisticsEvery}
        value={value.statisticsLater}
        onChange={(statisticsLater) => onChange({ ...value, statisticsLater })}
      />
    </FieldGroup>
  );
}
