import type { ReactElement } from 'react';
import type { TableChoice } from '../../../lab/files/table/describe-table.ts';
import type { ColumnProfile } from '../../../lab/files/table/profile-table.ts';
import { roleOf, type ColumnRole } from '../../../lab/files/table/table-roles.ts';
import { formatCount } from '../../format.ts';
import type { Option } from '../../kit/choice.tsx';
import { NativeChoice } from '../../kit/native-choice.tsx';
import { visibleText } from '../../visible-text.ts';
import { rangeText } from './range-text.ts';
import { ScrollTable } from './scroll-table.tsx';

const ROLES: readonly Option<ColumnRole>[] = [
  { value: 'input', label: 'input' },
  { value: 'target', label: 'target' },
  { value: 'left-out', label: 'left out' },
];

interface ColumnTableProps {
  readonly columns: readonly ColumnProfile[];
  readonly choice: TableChoice;
  readonly onRole: (column: string, role: ColumnRole) => void;
}

/** Every column with what it holds and what it is for. */
export function ColumnTable({ columns, choice, onRole }: ColumnTableProps): ReactElement {
  return (
    <ScrollTable
      label="Columns of the table"
      head={['column', 'role']}
      items={columns}
      noun="columns"
      row={(column) => (
        <tr key={column.name}>
          <th scope="row">
            {visibleText(column.name)}
            <span className="own-files-held">{contentOf(column)}</span>
            {column.faultCount > 0 ? <span className="field-error">{formatCount(column.faultCount)} cannot be read</span> : null}
          </th>
          <td>
            <NativeChoice
              label={`Role of ${visibleText(column.name)}`}
              labelHidden
              options={ROLES}
              value={roleOf(choice, column.name)}
              onChange={(role) => {
                onRole(column.name, role);
              }}
            />
          </td>
        </tr>
      )}
    />
  );
}

function contentOf({ kind, values, minimum, maximum }: ColumnProfile): string {
  if (kind === 'text') return values === null ? 'many texts' : `${values.length} ${values.length === 1 ? 'text' : 'texts'}`;
  return minimum === maximum ? `${rangeText(minimum, maximum)} in all rows: 0 to the model` : rangeText(minimum, maximum);
}
