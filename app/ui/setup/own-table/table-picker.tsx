import type { ReactElement } from 'react';
import { Button, DropZone, FileTrigger, Text } from 'react-aria-components';
import { useOwnTables, useOwnTablesState } from '../../../state/use-own-tables.ts';
import { formatBytes } from '../../format.ts';
import { Icon } from '../../kit/icon.tsx';
import { visibleText } from '../../visible-text.ts';

const TYPES = ['.csv', '.tsv', '.txt', 'text/csv', 'text/tab-separated-values'];

/** The tables of this browser, and the way to bring another. @param missing name of a table that the experiment needs */
export function TablePicker({ missing }: { readonly missing: string | null }): ReactElement {
  const tables = useOwnTables();
  const known = useOwnTablesState((state) => state.tables);
  const open = useOwnTablesState((state) => state.open?.sha256);
  return (
    <>
      {missing === null ? null : (
        <p className="field-error">This experiment needs {visibleText(missing)}, which is not in this browser: choose the file.</p>
      )}
      <DropZone
        className="own-table-drop"
        aria-label="Your own table"
        onDrop={({ items }) => {
          const dropped = items.find((item) => item.kind === 'file');
          if (dropped !== undefined) void dropped.getFile().then((file) => tables.add(file, dropped.name));
        }}
      >
        <FileTrigger
          acceptedFileTypes={TYPES}
          onSelect={(files) => {
            const [file] = files ?? [];
            if (file !== undefined) void tables.add(file, file.name);
          }}
        >
          <Button className="button">Choose a CSV…</Button>
        </FileTrigger>
        <Text slot="label" className="field-description">
          or drop it here. It stays on this machine: nothing is sent anywhere.
        </Text>
      </DropZone>
      {known.length === 0 ? null : (
        <ul className="own-table-list" aria-label="Your tables">
          {known.map(({ name, sha256, file, kept }) => (
            <li key={sha256}>
              <Button className="button own-table-name" aria-pressed={sha256 === open} onPress={() => void tables.open(sha256)}>
                {visibleText(name)}
              </Button>
              <span className="field-description">
                {formatBytes(file.size)}, {kept ? 'kept in this browser' : 'for this visit'}
              </span>
              <Button className="button-quiet" aria-label={`Remove ${visibleText(name)}`} onPress={() => void tables.remove(sha256)}>
                <Icon name="close" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
