import type { ReactElement } from 'react';
import type { OfferedArray } from '../../../lab/files/arrays/describe-arrays.ts';
import { nameArray } from '../../../lab/name-array.ts';
import { visibleText } from '../../visible-text.ts';
import { rangeText } from './range-text.ts';
import { ScrollTable } from './scroll-table.tsx';

/** Every array of a file with its shape, its type and what it holds. */
export function ArrayTable({ arrays }: { readonly arrays: readonly OfferedArray[] }): ReactElement {
  return (
    <ScrollTable
      label="Arrays of the file"
      head={['array', 'shape and type']}
      items={arrays}
      noun="arrays"
      row={({ source, profile }) => (
        <tr key={profile.name}>
          <th scope="row">
            {visibleText(profile.name)}
            <ContentOf source={source} profile={profile} />
          </th>
          <td>
            {profile.shape.join(' × ')}
            <span className="own-files-held">{profile.type}</span>
          </td>
        </tr>
      )}
    />
  );
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
