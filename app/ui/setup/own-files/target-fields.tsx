import type { ReactElement } from 'react';
import type { TableChoice } from '../../../lab/files/table/describe-table.ts';
import type { TableProfile } from '../../../lab/files/table/profile-table.ts';
import { formatCount } from '../../format.ts';
import { NativeChoice } from '../../kit/native-choice.tsx';
import { Segmented, type Segment } from '../../kit/segmented.tsx';
import { Toggle } from '../../kit/toggle.tsx';
import { visibleText } from '../../visible-text.ts';
import { ClassCounts } from './class-counts.tsx';

const TASKS: readonly Segment<TableChoice['task']>[] = [
  { value: 'class', label: 'Classes' },
  { value: 'numbers', label: 'Numbers' },
];

interface TargetFieldsProps {
  readonly profile: TableProfile;
  readonly choice: TableChoice;
  /** Chooses one target in place of all others. */
  readonly onTarget: (name: string) => void;
  readonly onTask: (task: TableChoice['task']) => void;
  readonly onHeader: (header: boolean) => void;
}

/** Which column is told, and how. */
export function TargetFields({ profile, choice, onTarget, onTask, onHeader }: TargetFieldsProps): ReactElement {
  const { rows, columns, header } = profile;
  const { task, targets } = choice;
  const [target, ...others] = targets;
  const several = others.length > 0;
  return (
    <>
      <p className="field-description">
        {formatCount(rows)} {rows === 1 ? 'row' : 'rows'} of {formatCount(columns.length)} {columns.length === 1 ? 'column' : 'columns'}.
        Four rows in five are for training; numbers get mean 0 and deviation 1 over these.
      </p>
      <Toggle label="The first row names the columns" value={header} onChange={onHeader} />
      <NativeChoice
        label="Target"
        options={columns.map(({ name }) => ({ value: name, label: visibleText(name) }))}
        value={several ? null : (target ?? null)}
        placeholder={several ? `${targets.length} columns` : 'Choose'}
        onChange={onTarget}
      />
      <Segmented label="The target is told as" segments={TASKS} value={task} onChange={onTask} />
      {task === 'numbers' && !several ? <p className="field-description">For several numbers, make more columns targets below.</p> : null}
      <ClassCounts classes={task === 'class' ? (columns.find(({ name }) => name === target)?.values ?? []) : []} />
    </>
  );
}
