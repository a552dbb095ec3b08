import type { ReactElement } from 'react';
import type { TableChoice } from '../../../lab/files/table/describe-table.ts';
import type { TableProfile } from '../../../lab/files/table/profile-table.ts';
import { formatCount } from '../../format.ts';
import { Choice } from '../../kit/choice.tsx';
import { Segmented, type Segment } from '../../kit/segmented.tsx';
import { Toggle } from '../../kit/toggle.tsx';
import { visibleText } from '../../visible-text.ts';

const TASKS: readonly Segment<TableChoice['task']>[] = [
  { value: 'class', label: 'Classes' },
  { value: 'numbers', label: 'Numbers' },
];

interface TargetFieldsProps {
  readonly profile: TableProfile;
  readonly choice: TableChoice;
  readonly onTarget: (name: string) => void;
  readonly onTask: (task: TableChoice['task']) => void;
  readonly onHeader: (header: boolean) => void;
}

/** Which column is told, and how. */
export function TargetFields({ profile, choice, onTarget, onTask, onHeader }: TargetFieldsProps): ReactElement {
  const { rows, columns, header } = profile;
  const [target] = choice.targets;
  const counted = choice.task === 'class' ? (columns.find(({ name }) => name === target)?.values ?? []) : [];
  return (
    <>
      <p className="field-description">
        {formatCount(rows)} rows of {formatCount(columns.length)} columns. Four rows in five are for training; numbers get mean 0 and
        deviation 1 over these.
      </p>
      <Toggle label="The first row names the columns" value={header} onChange={onHeader} />
      <Choice
        label="Target"
        options={columns.map(({ name }) => ({ value: name, label: visibleText(name) }))}
        value={target ?? null}
        onChange={onTarget}
      />
      <Segmented label="The target is told as" segments={TASKS} value={choice.task} onChange={onTask} />
      {counted.length === 0 ? null : (
        <p className="field-description own-table-classes">
          {counted
            .slice(0, 12)
            .map(({ value, count }) => `${visibleText(value)} × ${formatCount(count)}`)
            .join(', ')}
          {counted.length > 12 ? `, and ${counted.length - 12} more classes` : ''}
        </p>
      )}
    </>
  );
}
