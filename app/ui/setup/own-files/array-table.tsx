import type { ReactElement } from 'react';
import type { ClassNames } from '../../../lab/files/arrays/class-names.ts';
import type { OfferedArray } from '../../../lab/files/arrays/describe-arrays.ts';
import { nameArray } from '../../../lab/name-array.ts';
import { visibleText } from '../../visible-text.ts';
import { rangeText } from './range-text.ts';
import { ScrollTable } from './scroll-table.tsx';

interface ArrayTableProps {
  readonly arrays: readonly OfferedArray[];
  readonly classNames: ClassNames | null;
}

interface Row {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: string;
  readonly content: ReactElement;
}

/** Every array of a file with its shape, its type and what it holds, and last the one that names classes. */
export function ArrayTable({ arrays, classNames }: ArrayTableProps): ReactElement {
  const rows = [...arrays.map(rowOf), ...(classNames === null ? [] : [rowOfNames(classNames)])];
  return (
    <ScrollTable
      label="Arrays of the file"
      head={['array', 'shape and type']}
      items={rows}
      noun="arrays"
      row={({ name, shape, type, content }) => (
        <tr key={name}>
          <th scope="row">
            {visibleText(name)}
            {content}
          </th>
          <td>
            {shape.join(' × ')}
            <span className="own-files-held">{type}</span>
          </td>
        </tr>
      )}
    />
  );
}

function rowOf({ source, profile }: OfferedArray): Row {
  const { name, shape, type } = profile;
  return { name, shape, type, content: <ContentOf source={source} profile={profile} /> };
}

function rowOfNames({ array, names }: ClassNames): Row {
  const content = <span className="own-files-held">names of classes: {visibleText(names.join(', '), 100)}</span>;
  return { name: array, shape: [names.length], type: 'text', content };
}

function ContentOf({ source, profile: { fault, minimum, maximum } }: Pick<OfferedArray, 'source' | 'profile'>): ReactElement {
  if (fault !== null) {
    // The row says already where it is.
    const place = `${nameArray(source)}: `;
    const message = fault.message.startsWith(place) ? fault.message.slice(place.length) : fault.message;
    return (
      <span className="field-error">
        {visibleText(message, 200)}; {fault.remedy}
      </span>
    );
  }
  const held = Number.isNaN(minimum) ? 'nothing' : `${rangeText(minimum, maximum)}${minimum === maximum ? ' everywhere' : ''}`;
  return <span className="own-files-held">{held}</span>;
}
