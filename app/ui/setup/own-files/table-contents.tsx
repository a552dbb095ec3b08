import { useMemo, useState, type ReactElement } from 'react';
import { describeTable, isClassLike, suggestChoice, type TableChoice } from '../../../lab/files/table/describe-table.ts';
import type { TableProfile } from '../../../lab/files/table/profile-table.ts';
import { withRole, withTask } from '../../../lab/files/table/table-roles.ts';
import type { EditDraft } from '../../../state/experiment-form.ts';
import { ColumnTable } from './column-table.tsx';
import { FaultList } from './fault-list.tsx';
import { tableChoiceOf, withFile, withoutFile, type TableDraft } from './own-draft.ts';
import { TablePreview } from './table-preview.tsx';
import { TargetFields } from './target-fields.tsx';

interface TableContentsProps {
  readonly profile: TableProfile;
  readonly sha256: string;
  /** Null where the draft is not about this table, read in this way. */
  readonly data: TableDraft | null;
  readonly onChange: EditDraft;
  readonly onHeader: (header: boolean) => void;
}

/** What is done with the columns of a table. */
export function TableContents({ profile, sha256, data, onChange, onHeader }: TableContentsProps): ReactElement {
  const [choice, setChoice] = useState<TableChoice>(() => tableChoiceOf(profile, data));
  const { faults } = useMemo(() => describeTable(profile, choice, sha256), [profile, choice, sha256]);
  const choose = (next: TableChoice): void => {
    setChoice(next);
    const { data: described } = describeTable(profile, next, sha256);
    onChange((draft) => (described === null ? withoutFile(draft, profile.file) : withFile(draft, described)));
  };
  return (
    <>
      <FaultList faults={faults} />
      <TargetFields
        profile={profile}
        choice={choice}
        onTarget={(target) => {
          const column = profile.columns.find(({ name }) => name === target);
          const task = column !== undefined && isClassLike(column) ? 'class' : 'numbers';
          choose({ task, targets: [target], leftOut: suggestChoice(profile).leftOut.filter((name) => name !== target) });
        }}
        onTask={(task) => choose(withTask(choice, task))}
        onHeader={onHeader}
      />
      <ColumnTable columns={profile.columns} choice={choice} onRole={(column, role) => choose(withRole(choice, column, role))} />
      <TablePreview profile={profile} />
    </>
  );
}
