import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { describeTable, isClassLike, suggestChoice, type TableChoice } from '../../../lab/files/table/describe-table.ts';
import type { TableFault, TableProfile } from '../../../lab/files/table/profile-table.ts';
import type { TableSpec } from '../../../lab/table-spec.ts';
import { useOwnTables, useOwnTablesState } from '../../../state/use-own-tables.ts';
import { visibleText } from '../../visible-text.ts';
import type { DataDraft, SpecDraft } from '../draft.ts';
import { ColumnTable } from './column-table.tsx';
import { TablePicker } from './table-picker.tsx';
import { TablePreview } from './table-preview.tsx';
import { TargetFields } from './target-fields.tsx';
import { withoutTable, withTable } from './table-draft.ts';

type TableDraft = Extract<DataDraft, { kind: 'table' }>;

interface OwnTableProps {
  readonly draft: SpecDraft;
  readonly data: TableDraft;
  readonly onChange: (draft: SpecDraft) => void;
}

/** A person's own table: which file, what is in it, and which column is told from which others. */
export function OwnTable({ draft, data, onChange }: OwnTableProps): ReactElement {
  const tables = useOwnTables();
  const known = useOwnTablesState((state) => state.tables.find(({ sha256 }) => sha256 === data.sha256));
  const open = useOwnTablesState((state) => state.open);
  const reading = useOwnTablesState((state) => state.reading);
  const fault = useOwnTablesState((state) => state.fault);

  // An experiment that names a table is shown with it as soon as the table is there.
  useEffect(() => {
    if (known !== undefined && open === null && reading === null && fault === null) void tables.open(known.sha256);
  }, [tables, known, open, reading, fault]);

  return (
    <div className="own-table">
      <TablePicker missing={data.path !== '' && known === undefined ? data.path : null} />
      {reading === null ? null : <p role="status">Reading {visibleText(reading)}…</p>}
      {fault === null ? null : <Faults faults={[fault]} />}
      {open === null ? null : (
        <Columns
          key={`${open.sha256} ${open.profile.header}`}
          sha256={open.sha256}
          profile={open.profile}
          draft={draft}
          data={data}
          onChange={onChange}
        />
      )}
    </div>
  );
}

interface ColumnsProps extends OwnTableProps {
  readonly sha256: string;
  readonly profile: TableProfile;
}

/** What is done with the columns of the table that is open. */
function Columns({ sha256, profile, draft, data, onChange }: ColumnsProps): ReactElement {
  const tables = useOwnTables();
  const told = data.sha256 === sha256 && data.header === profile.header;
  const [choice, setChoice] = useState<TableChoice>(() => choiceOf(profile, told ? data : null));
  const described = useMemo(() => describeTable(profile, choice, sha256), [profile, choice, sha256]);
  const take = (table: TableSpec | null): void => {
    onChange(table === null ? withoutTable(draft, profile.file) : withTable(draft, table));
  };
  const choose = (next: TableChoice): void => {
    setChoice(next);
    take(describeTable(profile, next, sha256).data);
  };

  // A table that was just brought becomes the data of the draft as far as it can.
  useEffect(() => {
    if (!told) take(described.data);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each table, and each way to read it
  }, [sha256, profile]);

  return (
    <>
      {described.faults.length > 0 ? <Faults faults={described.faults} /> : null}
      <TargetFields
        profile={profile}
        choice={choice}
        onTarget={(target) => {
          const column = profile.columns.find(({ name }) => name === target);
          const task = column !== undefined && isClassLike(column) ? 'class' : 'numbers';
          choose({ task, targets: [target], leftOut: suggestChoice(profile).leftOut.filter((name) => name !== target) });
        }}
        onTask={(task) => {
          choose({ ...choice, task });
        }}
        onHeader={(header) => void tables.open(sha256, { header, delimiter: null })}
      />
      <ColumnTable
        columns={profile.columns}
        choice={choice}
        onLeftOut={(leftOut) => {
          choose({ ...choice, leftOut });
        }}
      />
      <TablePreview profile={profile} />
    </>
  );
}

/** What a draft says of the columns, or a first choice where it says nothing. */
function choiceOf(profile: TableProfile, data: TableDraft | null): TableChoice {
  if (data === null || data.target.kind === 'inputs') return suggestChoice(profile);
  const targets = data.target.kind === 'class' ? [data.target.column] : data.target.columns;
  const seen = new Set([...targets, ...data.inputs.map(({ column }) => column)]);
  return { task: data.target.kind, targets, leftOut: profile.columns.map(({ name }) => name).filter((name) => !seen.has(name)) };
}

function Faults({ faults }: { readonly faults: readonly TableFault[] }): ReactElement {
  const shown = faults.slice(0, 5);
  return (
    <div className="setup-refusal" role="alert">
      <ul>
        {shown.map(({ message, remedy }, index) => (
          <li key={index}>
            {visibleText(message, 300)}: {remedy}.
          </li>
        ))}
      </ul>
      {faults.length > shown.length ? <p>And {faults.length - shown.length} more.</p> : null}
    </div>
  );
}
