import { memo } from 'react';

interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Cells as they are shown; the first of a row is its header. */
  readonly rows: readonly (readonly string[])[];
}

/** A chart's numbers as a table that scrolls in its own frame, by keyboard too. */
export const DataTable = memo(function DataTable({ caption, columns, rows }: DataTableProps) {
  return (
    <div className="data-table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{head}</th>
              {cells.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
