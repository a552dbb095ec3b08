import type { ReactElement } from 'react';
import type { ArrayProfile } from '../../../lab/files/arrays/profile-arrays.ts';
import { visibleText } from '../../visible-text.ts';
import { rangeText } from './range-text.ts';
import { ScrollTable } from './scroll-table.tsx';

/** Every array of a file with its shape, its type and what it holds. */
export function ArrayTable({ arrays }: { readonly arrays: readonly ArrayProfile[] }): ReactElement {
  return (
    <ScrollTable
      label="Arrays of the file"
      head={['array', 'shape, type and range']}
      items={arrays}
      noun="arrays"
      row={(array) => (
        <tr key={array.name}>
          <th scope="row">{visibleText(array.name)}</th>
          <td>
            {[array.shape.join(' × '), array.type].filter((part) => part !== '').join(' ')}
            <span className="own-files-held">{contentOf(array)}</span>
          </td>
        </tr>
      )}
    />
  );
}

function contentOf({ fault, minimum, maximum }: ArrayProfile): ReactElement | string {
  if (fault !== null) return <span className="field-error">{visibleText(fault.message, 200)}</span>;
  if (Number.isNaN(minimum)) return 'nothing';
  return minimum === maximum ? `${rangeText(minimum, maximum)} everywhere` : rangeText(minimum, maximum);
}
