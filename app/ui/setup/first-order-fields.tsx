import type { ReactElement } from 'react';
import { Toggle } from '../kit/toggle.tsx';
import type { Draft } from './draft.ts';
import type { OptimizerSpec } from '../../lab/optimizer-spec.ts';
import { NumberField } from './fields.tsx';

interface Props<Kind extends OptimizerSpec['kind']> {
  readonly path: string;
  readonly value: Draft<Extract<OptimizerSpec, { kind: Kind }>>;
  readonly onChange: (value: Draft<Extract<OptimizerSpec, { kind: Kind }>>) => void;
}

/** Hyperparameters of stochastic gradient descent. */
export function SgdFields({ path, value, onChange }: Props<'sgd'>): ReactElement {
  return (
    <div className="field-row">
      <NumberField
        label="Learning rate"
        path={`${path}.learningRate`}
        value={value.learningRate}
        onChange={(learningRate) => onChange({ ...value, learningRate })}
      />
      <NumberField
        label="Momentum"
        path={`${path}.momentum`}
        value={value.momentum}
        onChange={(momentum) => onChange({ ...value, momentum })}
      />
      <NumberField
        label="Weight decay"
        path={`${path}.weightDecay`}
        value={value.weightDecay}
        onChange={(weightDecay) => onChange({ ...value, weightDecay })}
      />
      <Toggle label="Nesterov" value={value.nesterov} onChange={(nesterov) => onChange({ ...value, nesterov })} />
    </div>
  );
}

/** Hyperparameters of Adam with decoupled weight decay. */
export function AdamFields({ path, value, onChange }: Props<'adam'>): ReactElement {
  return (
    <div className="field-row">
      <NumberField
        label="Learning rate"
        path={`${path}.learningRate`}
        value={value.learningRate}
        onChange={(learningRate) => onChange({ ...value, learningRate })}
      />
      <NumberField label="β₁" path={`${path}.beta1`} value={value.beta1} onChange={(beta1) => onChange({ ...value, beta1 })} />
      <NumberField label="β₂" path={`${path}.beta2`} value={value.beta2} onChange={(beta2) => onChange({ ...value, beta2 })} />
      <NumberField label="ε" path={`${path}.epsilon`} value={value.epsilon} onChange={(epsilon) => onChange({ ...value, epsilon })} />
      <NumberField
        label="Weight decay"
        path={`${path}.weightDecay`}
        value={value.weightDecay}
        onChange={(weightDecay) => onChange({ ...value, weightDecay })}
      />
    </div>
  );
}
