import type { ReactElement } from 'react';
import type { TableChoice } from '../../../lab/files/table/describe-table.ts';
import type { ColumnProfile } from '../../../lab/files/table/profile-table.ts';
import { formatCount, formatNumber } from '../../format.ts';
import { visibleText } from '../../visible-text.ts';

/** Columns that are listed; the others are inputs like these. */
const SHOWN = 100;

interface ColumnTableProps {
  readonly columns: readonly ColumnProfile[];
  readonly choice: TableChoice;
  readonly onLeftOut: (leftOut: readonly string[]) => void;
}

/** Every column with what it holds, and whether a model sees it. */
export function ColumnTable({ columns, choice, onLeftOut }: ColumnTableProps): ReactElement {
  const { targets, leftOut } = choice;
  return (
    <div className="table-scroll" role="region" aria-label="Columns of the table" tabIndex={0}>
      <table className="blocks-table own-table-columns">
        <thead>
          <tr>
            <th scope="col">column</th>
            <th scope="col">holds</th>
            <th scope="col">seen</th>
          </tr>
        </thead>
        <tbody>
          {columns.slice(0, SHOWN).map((column) => (
            <tr key={column.name}>
              <th scope="row">{visibleText(column.name)}</th>
              <td>
                {contentOf(column)}
                {column.faultCount > 0 ? <span className="field-error">{formatCount(column.faultCount)} cannot be read</span> : null}
              </td>
              <td>
                {targets.includes(column.name) ? (
                  'target'
                ) : (
                  <input
                    type="checkbox"
                    aria-label={`The model sees ${visibleText(column.name)}`}
                    checked={!leftOut.includes(column.name)}
                    onChange={({ target: { checked } }) => {
                      onLeftOut(checked ? leftOut.filter((name) => name !== column.name) : [...leftOut, column.name]);
                    }}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length > SHOWN ? <p className="field-description">And {formatCount(columns.length - SHOWN)} more columns.</p> : null}
    </div>
  );
}

function contentOf({ kind, values, minimum, maximum }: ColumnProfile): string {
  if (kind === 'text') return values === null ? 'many texts' : `${values.length} ${values.length === 1 ? 'text' : 'texts'}`;
  return minimum === maximum
    ? `${formatNumber(minimum)} in all rows: 0 to the model`
    : `${formatNumber(minimum)} to ${formatNumber(maximum)}`;
}
