import type { ReactElement, ReactNode } from 'react';
import { formatCount } from '../../format.ts';

/** Rows that are listed. */
const SHOWN = 100;

interface ScrollTableProps<Item> {
  /** Names the table, for assistive technology. */
  readonly label: string;
  readonly head: readonly [string, string];
  readonly items: readonly Item[];
  /** What the items are, several of them. */
  readonly noun: string;
  /** One row, keyed. */
  readonly row: (item: Item) => ReactNode;
}

/** What a file holds, row by row, in a frame of its own; of many rows the first. */
export function ScrollTable<Item>({ label, head, items, noun, row }: ScrollTableProps<Item>): ReactElement {
  return (
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="blocks-table own-files-table">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{items.slice(0, SHOWN).map(row)}</tbody>
      </table>
      {items.length > SHOWN ? (
        <p className="field-description">
          And {formatCount(items.length - SHOWN)} more {noun}.
        </p>
      ) : null}
    </div>
  );
}
