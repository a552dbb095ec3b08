import type { ReactElement } from 'react';
import type { ArrayProfile } from '../../../lab/files/arrays/profile-arrays.ts';
import { formatCount } from '../../format.ts';
import { visibleText } from '../../visible-text.ts';
import { rangeText } from './range-text.ts';

const SHOWN = 100;

/** Every array of a file with its shape, its type and what it holds. */
export function ArrayTable({ arrays }: { readonly arrays: readonly ArrayProfile[] }): ReactElement {
  return (
    <div className="table-scroll" role="region" aria-label="Arrays of the file" tabIndex={0}>
      <table className="blocks-table own-files-table">
        <thead>
          <tr>
            <th scope="col">array</th>
            <th scope="col">shape, type and range</th>
          </tr>
        </thead>
        <tbody>
          {arrays.slice(0, SHOWN).map((array) => (
            <tr key={array.name}>
              <th scope="row">{visibleText(array.name)}</th>
              <td>
                {[array.shape.join(' × '), array.type].filter((part) => part !== '').join(' ')}
                <span className="own-files-held">{contentOf(array)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {arrays.length > SHOWN ? <p className="field-description">And {formatCount(arrays.length - SHOWN)} more arrays.</p> : null}
    </div>
  );
}

function contentOf({ fault, minimum, maximum }: ArrayProfile): ReactElement | string {
  if (fault !== null) return <span className="field-error">{visibleText(fault.message, 200)}</span>;
  if (Number.isNaN(minimum)) return 'nothing';
  return minimum === maximum ? `${rangeText(minimum, maximum)} everywhere` : rangeText(minimum, maximum);
}
