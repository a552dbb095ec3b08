import type { ReactElement } from 'react';
import type { ClassNames } from '../../../lab/files/arrays/class-names.ts';
import type { ArrayProfile } from '../../../lab/files/arrays/profile-arrays.ts';
import { visibleText } from '../../visible-text.ts';
import { rangeText } from './range-text.ts';
import { ScrollTable } from './scroll-table.tsx';

interface ArrayTableProps {
  readonly arrays: readonly ArrayProfile[];
  readonly classNames: ClassNames | null;
}

/** Every array of a file with its shape, its type and what it holds, and last the one that names classes. */
export function ArrayTable({ arrays, classNames }: ArrayTableProps): ReactElement {
  const rows = arrays.map((array) => ({ name: array.name, form: formOf(array), content: contentOf(array) }));
  if (classNames !== null) rows.push({ name: classNames.array, form: `${classNames.names.length} text`, content: namesOf(classNames) });
  return (
    <ScrollTable
      label="Arrays of the file"
      head={['array', 'shape, type and range']}
      items={rows}
      noun="arrays"
      row={({ name, form, content }) => (
        <tr key={name}>
          <th scope="row">{visibleText(name)}</th>
          <td>
            {form}
            <span className="own-files-held">{content}</span>
          </td>
        </tr>
      )}
    />
  );
}

function formOf({ shape, type }: ArrayProfile): string {
  return [shape.join(' × '), type].filter((part) => part !== '').join(' ');
}

function namesOf({ names }: ClassNames): string {
  return `names of classes: ${visibleText(names.join(', '), 100)}`;
}

function contentOf({ fault, minimum, maximum }: ArrayProfile): ReactElement | string {
  if (fault !== null) return <span className="field-error">{visibleText(fault.message, 200)}</span>;
  if (Number.isNaN(minimum)) return 'nothing';
  return minimum === maximum ? `${rangeText(minimum, maximum)} everywhere` : rangeText(minimum, maximum);
}
