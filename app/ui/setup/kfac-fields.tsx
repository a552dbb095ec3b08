import type { ReactElement } from 'react';
import type { KfacSpec } from '../../lab/kfac-spec.ts';
import type { Option } from '../kit/choice.tsx';
import { BlockFields } from './block-fields.tsx';
import type { Draft } from './draft.ts';
import { ChoiceField, NumberField, OptionalNumberField } from './fields.tsx';
import { KfacDampingFields } from './kfac-damping-fields.tsx';
import { KfacStepFields } from './kfac-step-fields.tsx';

const ESTIMATIONS: readonly Option<KfacSpec['estimation']>[] = [
  { value: 'sampled', label: 'Sampled', description: 'targets drawn from the model: the Fisher' },
  { value: 'exact', label: 'Exact', description: 'all targets weighted by the model' },
  { value: 'curvature-propagation', label: 'Curvature propagation', description: 'random signs: the Fisher in the mean, in one pass' },
  { value: 'empirical', label: 'Empirical', description: 'targets of the data: not the Fisher' },
  { value: 'forward-only', label: 'Forward only', description: 'inputs alone, G = I: no pass of its own' },
];
const REPRESENTATIONS: readonly Option<KfacSpec['representation']>[] = [
  { value: 'factored', label: 'Factored inverses', description: 'each factor damped and inverted by itself' },
  { value: 'eigenbasis', label: 'Eigenbasis', description: 'their product damped exactly' },
  { value: 'ekfac', label: 'EKFAC', description: 'eigenvalues measured in the eigenbasis' },
  { value: 'tridiagonal', label: 'Block-tridiagonal', description: 'every layer linked to its neighbours' },
];

interface KfacFieldsProps {
  readonly path: string;
  readonly value: Draft<KfacSpec>;
  readonly onChange: (value: Draft<KfacSpec>) => void;
}

/** Hyperparameters of K-FAC: estimation, step, damping, what is made of the factors and how often, and its blocks. */
export function KfacFields({ path, value, onChange }: KfacFieldsProps): ReactElement {
  const { representation } = value;
  return (
    <>
      <ChoiceField
        label="Fisher estimate"
        path={`${path}.estimation`}
        options={ESTIMATIONS}
        value={value.estimation}
        onChange={(estimation) => onChange({ ...value, estimation })}
      />
      <KfacStepFields path={`${path}.step`} step={value.step} onChange={(step) => onChange({ ...value, step })} />
      <KfacDampingFields path={`${path}.damping`} damping={value.damping} onChange={(damping) => onChange({ ...value, damping })} />
      <ChoiceField
        label="Curvature as"
        path={`${path}.representation`}
        options={REPRESENTATIONS}
        value={representation}
        onChange={(next) => onChange({ ...value, representation: next })}
      />
      <div className="field-row">
        <NumberField
          label="Statistics every"
          path={`${path}.statisticsEvery`}
          value={value.statisticsEvery}
          onChange={(statisticsEvery) => onChange({ ...value, statisticsEvery })}
        />
        <NumberField
          label="on a share of"
          path={`${path}.statisticsFraction`}
          value={value.statisticsFraction}
          onChange={(statisticsFraction) => onChange({ ...value, statisticsFraction })}
        />
        <NumberField
          label="Inverse every"
          path={`${path}.inverseEvery`}
          value={value.inverseEvery}
          onChange={(inverseEvery) => onChange({ ...value, inverseEvery })}
        />
        {representation === 'eigenbasis' || representation === 'ekfac' ? (
          <NumberField
            label="Eigen-solve every"
            path={`${path}.basisEvery`}
            value={value.basisEvery}
            onChange={(basisEvery) => onChange({ ...value, basisEvery })}
          />
        ) : null}
        <NumberField label="Factor decay" path={`${path}.decay`} value={value.decay} onChange={(decay) => onChange({ ...value, decay })} />
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
      <BlockFields path={`${path}.blocks`} kfac={value} onChange={(blocks) => onChange({ ...value, blocks })} />
    </>
  );
}
