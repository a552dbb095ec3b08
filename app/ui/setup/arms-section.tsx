import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { OptimizerSpec } from '../../lab/optimizer-spec.ts';
import type { ArmDraft, OptimizerDraft, SpecDraft } from '../../state/draft.ts';
import { armStyles } from '../arm-style.ts';
import type { Option } from '../kit/choice.tsx';
import { Icon } from '../kit/icon.tsx';
import { LineSample } from '../kit/line-sample.tsx';
import { defaultOptimizers } from './defaults.ts';
import { ChoiceField, TextLineField } from './fields.tsx';
import { FitToBudget } from './fit/fit-to-budget.tsx';
import { FirstOrderFields } from './first-order-fields.tsx';
import { HessianFreeFields } from './hessian-free-fields.tsx';
import { KfacFields } from './kfac-fields.tsx';

const MOST_ARMS = 4;
const KINDS: readonly Option<OptimizerSpec['kind']>[] = [
  { value: 'kfac', label: 'K-FAC' },
  { value: 'sgd', label: 'SGD' },
  { value: 'adam', label: 'Adam' },
  { value: 'rmsprop', label: 'RMSprop' },
  { value: 'muon', label: 'Muon' },
  { value: 'soap', label: 'SOAP' },
  { value: 'shampoo', label: 'Shampoo' },
  { value: 'hessian-free', label: 'Hessian-free' },
];

interface ArmsSectionProps {
  readonly draft: SpecDraft;
  readonly onChange: (arms: readonly ArmDraft[]) => void;
}

/** Who races: one to four optimisers with all their hyperparameters. */
export function ArmsSection({ draft, onChange }: ArmsSectionProps): ReactElement {
  const { arms } = draft;
  const styles = armStyles(arms.map((arm) => ({ optimizer: arm.optimizer.kind })));
  const replace = (index: number, arm: ArmDraft): void => onChange(arms.map((old, position) => (position === index ? arm : old)));
  return (
    <fieldset className="setup-section">
      <legend>Arms</legend>
      {arms.map((arm, index) => {
        const path = `arms.${index}`;
        const style = styles[index];
        return (
          <fieldset key={index} className="setup-arm">
            <legend>
              {style ? <LineSample style={style} /> : null} Arm {index + 1}
            </legend>
            {arms.length > 1 ? (
              <Button
                className="button button-quiet setup-remove"
                aria-label={`Remove arm ${index + 1}, ${arm.name}`}
                onPress={() => onChange(arms.filter((_, position) => position !== index))}
              >
                <Icon name="close" />
              </Button>
            ) : null}
            <div className="field-row">
              <TextLineField label="Name" path={`${path}.name`} value={arm.name} onChange={(name) => replace(index, { ...arm, name })} />
              <ChoiceField
                label="Optimiser"
                path={`${path}.optimizer.kind`}
                options={KINDS}
                value={arm.optimizer.kind}
                onChange={(kind) => replace(index, { name: renamed(arm, kind, arms), optimizer: defaultOptimizers[kind] })}
              />
            </div>
            <OptimizerFields
              path={`${path}.optimizer`}
              value={arm.optimizer}
              onChange={(optimizer) => replace(index, { ...arm, optimizer })}
            />
            {arm.optimizer.kind === 'kfac' ? (
              <FitToBudget draft={draft} index={index} onUse={(optimizer) => replace(index, { ...arm, optimizer })} />
            ) : null}
          </fieldset>
        );
      })}
      {arms.length < MOST_ARMS ? (
        <Button className="button" onPress={() => onChange([...arms, { name: freeName('Adam', arms), optimizer: defaultOptimizers.adam }])}>
          <Icon name="add" />
          Add an arm
        </Button>
      ) : null}
    </fieldset>
  );
}

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

/** The name after another optimiser was chosen: a name that was only the optimiser's follows, one that a person gave stays. */
function renamed(arm: ArmDraft, kind: OptimizerSpec['kind'], arms: readonly ArmDraft[]): string {
  const label = (of: OptimizerSpec['kind']): string => KINDS.find((option) => option.value === of)?.label ?? of;
  const before = label(arm.optimizer.kind);
  // As `freeName` makes them: the optimiser, perhaps with a number.
  const follows = arm.name === before || (arm.name.startsWith(before) && /^ \d+$/.test(arm.name.slice(before.length)));
  return follows
    ? freeName(
        label(kind),
        arms.filter((other) => other !== arm),
      )
    : arm.name;
}

function freeName(name: string, arms: readonly ArmDraft[]): string {
  const taken = new Set(arms.map((arm) => arm.name));
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = `${name} ${number}`;
  return candidate;
}
