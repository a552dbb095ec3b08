import type { ReactElement } from 'react';
import type { ArrayProfile } from '../../../lab/files/arrays/profile-arrays.ts';
import { formatCount, formatNumber } from '../../format.ts';
import { visibleText } from '../../visible-text.ts';

const SHOWN = 100;

/** Every array of a file with its shape, its type and what it holds. */
export function ArrayTable({ arrays }: { readonly arrays: readonly ArrayProfile[] }): ReactElement {
  return (
    <div className="table-scroll" role="region" aria-label="Arrays of the file" tabIndex={0}>
      <table className="blocks-table own-files-table">
        <thead>
          <tr>
            <th scope="col">array</th>
            <th scope="col">shape and type</th>
            <th scope="col">holds</th>
          </tr>
        </thead>
        <tbody>
          {arrays.slice(0, SHOWN).map((array) => (
            <tr key={array.name}>
              <th scope="row">{visibleText(array.name)}</th>
              <td>
                {array.shape.length === 0 ? (array.type === '' ? '' : 'one value') : array.shape.join(' × ')} {array.type}
              </td>
              <td>{contentOf(array)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {arrays.length > SHOWN ? <p className="field-description">And {formatCount(arrays.length - SHOWN)} more arrays.</p> : null}
    </div>
  );
}

function contentOf({ fault, minimum, maximum }: ArrayProfile): ReactElement | string {
  if (fault !== null) return <span className="field-error">cannot be used</span>;
  if (Number.isNaN(minimum)) return 'nothing';
  return minimum === maximum ? formatNumber(minimum) : `${formatNumber(minimum)} to ${formatNumber(maximum)}`;
}
