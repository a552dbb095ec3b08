import { useEffect, type ReactElement } from 'react';
import { filesOfData } from '../../../lab/files-of-data.ts';
import type { ImageWishes } from '../../../lab/files/images/frame.ts';
import type { EditDraft } from '../../../state/experiment-form.ts';
import type { OpenFile } from '../../../state/own-files.ts';
import { useOwnFiles, useOwnFilesState } from '../../../state/use-own-files.ts';
import { formatCount } from '../../format.ts';
import { visibleText } from '../../visible-text.ts';
import { ArrayContents } from './array-contents.tsx';
import { FaultList } from './fault-list.tsx';
import { FilePicker } from './file-picker.tsx';
import { isAbout, withOpened, type OwnDraft } from './own-draft.ts';
import { TableContents } from './table-contents.tsx';

interface OwnFilesProps {
  readonly data: OwnDraft;
  readonly onChange: EditDraft;
}

/** A person's own files: which one, what is in it, and what is told from what. */
export function OwnFiles({ data, onChange }: OwnFilesProps): ReactElement {
  const files = useOwnFiles();
  const open = useOwnFilesState((state) => state.open);
  const reading = useOwnFilesState((state) => state.reading);
  const fault = useOwnFilesState((state) => state.fault);
  const missing = useMissing(data);
  const take = (opening: Promise<OpenFile | null>): void => {
    void opening.then((opened) => {
      if (opened !== null) onChange((draft) => withOpened(draft, opened, files.store.getState().files));
    });
  };

  // An experiment that names a file is shown with it, now or as soon as an earlier visit's files are found.
  const { path, sha256 } = data.kind === 'table' ? data : data.from;
  const header = data.kind === 'table' ? data.header : null;
  const delimiter = data.kind === 'table' ? data.delimiter : null;
  useEffect(() => {
    void files.show({ path, sha256 }, { header, delimiter });
  }, [files, path, sha256, header, delimiter]);

  return (
    <div className="own-files">
      <FilePicker
        missing={missing}
        onBring={(brought) => take(files.bring(brought))}
        onDrop={(collecting) => take(files.bringDropped(collecting))}
        onOpen={(known) => take(files.open(known))}
      >
        {reading === null ? null : (
          <p role="status">
            Reading {visibleText(reading.name)}…{' '}
            {reading.progress === null ? null : `${formatCount(reading.progress.done)} of ${formatCount(reading.progress.of)} images`}
          </p>
        )}
        {fault === null ? null : <FaultList faults={[fault]} />}
      </FilePicker>
      {open === null ? null : <Contents key={keyOf(open)} open={open} data={data} onChange={onChange} onTake={take} />}
    </div>
  );
}

interface ContentsProps extends OwnFilesProps {
  readonly open: OpenFile;
  readonly onTake: (opening: Promise<OpenFile | null>) => void;
}

function Contents({ open, data, onChange, onTake }: ContentsProps): ReactElement {
  const files = useOwnFiles();
  const { contents, sha256 } = open;
  if (contents.kind === 'table') {
    const told = data.kind === 'table' && isAbout(data, open) ? data : null;
    const onHeader = (header: boolean): void => onTake(files.open(sha256, { header, delimiter: null }));
    return <TableContents profile={contents.profile} sha256={sha256} data={told} onChange={onChange} onHeader={onHeader} />;
  }
  const told = data.kind === 'file' && isAbout(data, open) ? data : null;
  const onImages = (wishes: ImageWishes): void => onTake(files.remakeImages(sha256, wishes));
  return <ArrayContents open={open} contents={contents} data={told} onChange={onChange} onImages={onImages} />;
}

/** A choice is kept for a file, and for each way to read it. */
function keyOf({ sha256, contents }: OpenFile): string {
  return contents.kind === 'table' ? `${sha256} ${contents.profile.header}` : sha256;
}

/** Name of a file that the data need and that is not there; null where all are, or before that is known. */
function useMissing(data: OwnDraft): string | null {
  const files = useOwnFiles();
  return useOwnFilesState(({ restored }) =>
    restored ? (filesOfData(data).find((file) => file.path !== '' && files.find(file) === null)?.path ?? null) : null,
  );
}
