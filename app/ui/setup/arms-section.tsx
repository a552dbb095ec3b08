import { memo, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { ArmDraft } from '../../state/draft.ts';
import { armStyles } from '../arm-style.ts';
import { Icon } from '../kit/icon.tsx';
import { ArmFields } from './arm-fields.tsx';
import { freeName } from './arm-names.ts';
import { defaultOptimizers } from './defaults.ts';

const MOST_ARMS = 4;

interface ArmsSectionProps {
  readonly arms: readonly ArmDraft[];
  /** Changes the arms as they are by then; the same function at every drawing. */
  readonly onChange: EditArms;
}

export type EditArms = (change: (arms: readonly ArmDraft[]) => readonly ArmDraft[]) => void;

/** Who races: one to four optimisers with all their hyperparameters. Most of the form, so drawn again only when an arm changes. */
export const ArmsSection = memo(function ArmsSection({ arms, onChange }: ArmsSectionProps): ReactElement {
  const styles = armStyles(arms.map((arm) => ({ optimizer: arm.optimizer.kind })));
  const add = (old: readonly ArmDraft[]): readonly ArmDraft[] => [
    ...old,
    { name: freeName('adam', old), optimizer: defaultOptimizers.adam },
  ];
  return (
    <fieldset className="setup-section">
      <legend>Arms</legend>
      {arms.map((arm, index) => (
        <ArmFields key={index} arm={arm} index={index} style={styles[index]} removable={arms.length > 1} onChange={onChange} />
      ))}
      {arms.length < MOST_ARMS ? (
        <Button className="button" onPress={() => onChange(add)}>
          <Icon name="add" />
          Add an arm
        </Button>
      ) : null}
    </fieldset>
  );
});
