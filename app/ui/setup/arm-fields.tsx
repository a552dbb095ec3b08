import { memo, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { ArmDraft, OptimizerDraft } from '../../state/draft.ts';
import type { ArmStyle } from '../arm-style.ts';
import { Icon } from '../kit/icon.tsx';
import { LineSample } from '../kit/line-sample.tsx';
import { OPTIMIZERS, renamed } from './arm-names.ts';
import type { EditArms } from './arms-section.tsx';
import { defaultOptimizers } from './defaults.ts';
import { ChoiceField, TextLineField } from './fields.tsx';
import { FirstOrderFields } from './first-order-fields.tsx';
import { FitToBudget } from './fit/fit-to-budget.tsx';
import { HessianFreeFields } from './hessian-free-fields.tsx';
import { KfacFields } from './kfac-fields.tsx';

interface ArmFieldsProps {
  readonly arm: ArmDraft;
  readonly index: number;
  readonly style: ArmStyle | undefined;
  /** Whether a race is left without it. */
  readonly removable: boolean;
  readonly onChange: EditArms;
}

/** One arm: its name, its optimiser and all hyperparameters of that. */
export const ArmFields = memo(function ArmFields({ arm, index, style, removable, onChange }: ArmFieldsProps): ReactElement {
  const path = `arms.${index}`;
  const change = (part: Partial<ArmDraft>): void => {
    onChange((arms) => arms.map((old, position) => (position === index ? { ...old, ...part } : old)));
  };
  const changeOptimizer = (optimizer: OptimizerDraft): void => change({ optimizer });
  return (
    <fieldset className="setup-arm">
      <legend>
        {style ? <LineSample style={style} /> : null} Arm {index + 1}
      </legend>
      {removable ? (
        <Button
          className="button button-quiet setup-remove"
          aria-label={`Remove arm ${index + 1}, ${arm.name}`}
          onPress={() => onChange((arms) => arms.filter((_, position) => position !== index))}
        >
          <Icon name="close" />
        </Button>
      ) : null}
      <div className="field-row">
        <TextLineField label="Name" path={`${path}.name`} value={arm.name} onChange={(name) => change({ name })} />
        <ChoiceField
          label="Optimiser"
          path={`${path}.optimizer.kind`}
          options={OPTIMIZERS}
          value={arm.optimizer.kind}
          onChange={(kind) =>
            onChange((arms) => {
              const others = arms.filter((_, position) => position !== index);
              const next = { name: renamed(arm, kind, others), optimizer: defaultOptimizers[kind] };
              return arms.map((old, position) => (position === index ? next : old));
            })
          }
        />
      </div>
      <OptimizerFields path={`${path}.optimizer`} value={arm.optimizer} onChange={changeOptimizer} />
      {arm.optimizer.kind === 'kfac' ? <FitToBudget index={index} onUse={changeOptimizer} /> : null}
    </fieldset>
  );
});

interface OptimizerFieldsProps {
  readonly path: string;
  readonly value: OptimizerDraft;
  readonly onChange: (value: OptimizerDraft) => void;
}

function OptimizerFields({ path, value, onChange }: OptimizerFieldsProps): ReactElement {
  if (value.kind === 'kfac') return <KfacFields path={path} value={value} onChange={onChange} />;
  if (value.kind === 'hessian-free') return <HessianFreeFields path={path} value={value} onChange={onChange} />;
  return <FirstOrderFields path={path} value={value} onChange={onChange} />;
}
