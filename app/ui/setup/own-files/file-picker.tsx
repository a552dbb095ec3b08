import type { ReactElement, ReactNode } from 'react';
import { Button, DropZone, FileTrigger, Text } from 'react-aria-components';
import type { ShelvedFile } from '../../../state/own-files.ts';
import { useOwnFiles, useOwnFilesState } from '../../../state/use-own-files.ts';
import type { BroughtFile } from '../../../worker/brought-files.ts';
import { formatBytes } from '../../format.ts';
import { Icon } from '../../kit/icon.tsx';
import { visibleText } from '../../visible-text.ts';
import { droppedFiles, listedFiles } from './dropped-files.ts';

interface FilePickerProps {
  /** Name of a file that the experiment needs and that is not there; null for none. */
  readonly missing: string | null;
  readonly onBring: (files: readonly BroughtFile[]) => void;
  readonly onDrop: (collecting: Promise<readonly BroughtFile[]>) => void;
  readonly onOpen: (sha256: string) => void;
  /** What became of the files that were brought last. */
  readonly children: ReactNode;
}

/** The files of this browser, and the way to bring others. */
export function FilePicker({ missing, onBring, onDrop, onOpen, children }: FilePickerProps): ReactElement {
  const files = useOwnFiles();
  const known = useOwnFilesState((state) => state.files);
  const open = useOwnFilesState((state) => state.open?.sha256);
  const bring = (list: FileList | null): void => {
    if (list !== null && list.length > 0) onBring(listedFiles(list));
  };
  return (
    <>
      {missing === null ? null : (
        <p className="field-error">This experiment needs {visibleText(missing)}, which is not in this browser: choose the file.</p>
      )}
      <DropZone className="own-files-drop" aria-label="Your own files" onDrop={({ items }) => onDrop(droppedFiles(items))}>
        <div className="own-files-choose">
          <FileTrigger allowsMultiple onSelect={bring}>
            <Button className="button">Choose files…</Button>
          </FileTrigger>
          <FileTrigger acceptDirectory onSelect={bring}>
            <Button className="button">Choose a folder of images…</Button>
          </FileTrigger>
        </div>
        <Text slot="label" className="field-description">
          or drop them here: a CSV, arrays (.npz, .npy, IDX), or images, in a folder for each class. They stay on this machine: nothing is
          sent anywhere.
        </Text>
      </DropZone>
      {children}
      {known.length === 0 ? null : (
        <ul className="own-files-list" aria-label="Your files">
          {known.map(({ name, sha256, file, contents, kept }) => (
            <li key={sha256}>
              <Button className="button own-files-name" aria-pressed={sha256 === open} onPress={() => onOpen(sha256)}>
                {visibleText(name)}
              </Button>
              <Button className="button-quiet" aria-label={`Remove ${visibleText(name)}`} onPress={() => void files.remove(sha256)}>
                <Icon name="close" />
              </Button>
              <span className="field-description">
                {contentsWord(contents)}, {formatBytes(file.size)}, {kept ? 'kept in this browser' : 'for this visit'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function contentsWord(contents: ShelvedFile['contents']): string {
  if (contents.kind === 'table') return 'table';
  if (contents.images !== null) return 'images';
  return contents.arrays.length === 1 ? 'array' : `${contents.arrays.length} arrays`;
}
