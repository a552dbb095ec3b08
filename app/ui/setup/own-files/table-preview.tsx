import type { ReactElement } from 'react';
import type { TableProfile } from '../../../lab/files/table/profile-table.ts';
import { DataTable } from '../../charts/data-table.tsx';
import { visibleText } from '../../visible-text.ts';

const COLUMNS = 12;

/** The first rows as they stand in the file. */
export function TablePreview({ profile: { columns, preview, header } }: { readonly profile: TableProfile }): ReactElement {
  const title = `First rows${columns.length > COLUMNS ? `, ${COLUMNS} of ${columns.length} columns` : ''}`;
  return (
    <details className="own-files-preview">
      <summary>{title}</summary>
      <DataTable
        caption={title}
        columns={['row', ...columns.slice(0, COLUMNS).map(({ name }) => visibleText(name, 24))]}
        rows={preview.map((fields, index) => [
          String(index + (header ? 2 : 1)),
          ...fields.slice(0, COLUMNS).map((field) => visibleText(field, 24)),
        ])}
      />
    </details>
  );
}
