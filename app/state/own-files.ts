import { createStore, type StoreApi } from 'zustand/vanilla';
import { filesOfData, type FileOfData } from '../lab/files-of-data.ts';
import type { FileFault } from '../lab/files/file-fault.ts';
import type { ImageWishes } from '../lab/files/images/frame.ts';
import type { TableReading } from '../lab/files/table/profile-table.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import { nameOfFiles, type BroughtFile } from '../worker/brought-files.ts';
import type { LookProgress } from '../worker/file-client.ts';
import type { NamedFile } from '../worker/file-source.ts';
import type { LookAnswer, LookedFile, LookRequest } from '../worker/look-through.ts';
import type { FileShelf, OwnFile } from './file-shelf.ts';

/** A file with whether it outlives the visit. */
export interface ShelvedFile extends OwnFile {
  readonly kept: boolean;
}

/** A file that is looked at, with what it holds. */
export type OpenFile = LookedFile;

export interface OwnFilesState {
  readonly files: readonly ShelvedFile[];
  /** Null before a file is chosen. */
  readonly open: OpenFile | null;
  /** What is being read; null for nothing. */
  readonly reading: { readonly name: string; readonly progress: LookProgress | null } | null;
  /** What went wrong last; null for nothing. */
  readonly fault: FileFault | null;
  /** Whether files of earlier visits were looked for. */
  readonly restored: boolean;
}

/** Looks through files that a person brought. */
export type Look = (request: LookRequest, onProgress: (progress: LookProgress) => void) => Promise<LookAnswer>;

/** Of a table and of images. */
const FIND_OUT = { reading: { header: null, delimiter: null }, images: { side: null, channels: null } } as const;

/** The files that a person brought into the page, kept in this browser where it allows that. Knows no React. */
export class OwnFiles {
  readonly store: StoreApi<OwnFilesState>;
  readonly #shelf: FileShelf;
  readonly #look: Look;
  /** Counts what was asked for: only the last answer counts. */
  #asked = 0;
  #restored: Promise<void> | null = null;
  /** The images of this visit that a file of arrays was made of, by its hash. */
  readonly #images = new Map<string, readonly BroughtFile[]>();

  constructor(shelf: FileShelf, look: Look) {
    this.#shelf = shelf;
    this.#look = look;
    this.store = createStore<OwnFilesState>()(() => ({ files: [], open: null, reading: null, fault: null, restored: false }));
  }

  /** Finds the files of earlier visits, once. */
  restore(): Promise<void> {
    return (this.#restored ??= this.#restore());
  }

  /**
   * Takes files in and opens the one that has most to say: all of them, or none where one is refused.
   * @returns null where they were refused or others were asked for since
   */
  async bring(files: readonly BroughtFile[]): Promise<OpenFile | null> {
    const looked = await this.#lookThrough({ files, ...FIND_OUT });
    if (looked === null) return null;
    for (const file of looked) this.#remember(file, files);
    return this.#take(looked);
  }

  /** Like `bring`, of files that are still being collected out of what was dropped. */
  async bringDropped(collecting: Promise<readonly BroughtFile[]>): Promise<OpenFile | null> {
    this.#asked += 1;
    this.store.setState({ reading: { name: 'what was dropped', progress: null }, fault: null });
    try {
      return await this.bring(await collecting);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `what was dropped: expected files that can be read, got none (${reason})`;
      this.store.setState({ reading: null, fault: { message, remedy: 'drop it again, or choose it' } });
      return null;
    }
  }

  /** Makes another file of the images that a file was made of in this visit, in its place. */
  async remakeImages(sha256: string, images: ImageWishes): Promise<OpenFile | null> {
    const files = this.#images.get(sha256);
    if (files === undefined) return null;
    const looked = await this.#lookThrough({ ...FIND_OUT, files, images });
    if (looked === null) return null;
    if (looked.every((file) => file.sha256 !== sha256)) await this.remove(sha256);
    for (const file of looked) this.#remember(file, files);
    return this.#take(looked);
  }

  /** Whether a file can be made anew of its images. */
  hasImages(sha256: string): boolean {
    return this.#images.has(sha256);
  }

  /** Looks at a file, a table read anew where a person says how. */
  async open(sha256: string, reading: TableReading = FIND_OUT.reading): Promise<OpenFile | null> {
    const known = this.store.getState().files.find((file) => file.sha256 === sha256);
    if (known === undefined) return null;
    const { name, file, contents } = known;
    if (contents.kind === 'arrays') {
      this.#asked += 1;
      return this.#show({ name, sha256, file, contents });
    }
    const looked = await this.#lookThrough({ ...FIND_OUT, files: [{ path: name, file }], reading });
    return looked?.[0] === undefined ? null : this.#show(looked[0]);
  }

  /** Looks at the file that an experiment names, unless it is looked at already or is not there. */
  async show(named: FileOfData, reading: TableReading): Promise<void> {
    await this.restore();
    const found = this.find(named);
    if (found !== null && found.sha256 !== this.store.getState().open?.sha256) await this.open(found.sha256, reading);
  }

  /** Forgets a file, here and in the browser. */
  async remove(sha256: string): Promise<void> {
    this.#images.delete(sha256);
    this.store.setState(({ files, open }) => ({
      files: files.filter((file) => file.sha256 !== sha256),
      open: open?.sha256 === sha256 ? null : open,
    }));
    try {
      await this.#shelf.remove(sha256);
    } catch {
      // What was never stored cannot be removed.
    }
  }

  /** The file of an experiment as far as it is there: the one of that hash, or the last one of that name. */
  find({ path, sha256 }: FileOfData): ShelvedFile | null {
    const { files } = this.store.getState();
    return files.findLast((file) => (sha256 === null ? file.name === path : file.sha256 === sha256)) ?? null;
  }

  /** The files that an experiment names, as far as they are there. */
  async filesOf({ data }: ExperimentSpec): Promise<readonly NamedFile[]> {
    const wanted = filesOfData(data);
    if (wanted.some((file) => this.find(file) === null)) await this.restore();
    return wanted.flatMap((file) => {
      const found = this.find(file);
      return found === null ? [] : [{ name: file.path, file: found.file }];
    });
  }

  async #restore(): Promise<void> {
    try {
      const found = await this.#shelf.list();
      this.store.setState(({ files }) => ({
        files: [
          ...found.filter(({ sha256 }) => !files.some((file) => file.sha256 === sha256)).map((file) => ({ ...file, kept: true })),
          ...files,
        ],
      }));
    } catch {
      // A browser that stores nothing has nothing of earlier visits either; bringing a file says so.
    }
    this.store.setState({ restored: true });
  }

  /** @returns null for an answer that came too late, and for a refusal, which leaves everything as it was */
  async #lookThrough(request: LookRequest): Promise<readonly LookedFile[] | null> {
    const asked = (this.#asked += 1);
    const name = nameOfFiles(request.files);
    this.store.setState({ reading: { name, progress: null }, fault: null });
    const answer = await this.#look(request, (progress) => {
      if (asked === this.#asked) this.store.setState({ reading: { name, progress } });
    });
    if (asked !== this.#asked) return null;
    this.store.setState({ reading: null, fault: answer.kind === 'refused' ? answer.fault : null });
    return answer.kind === 'read' ? answer.files : null;
  }

  #remember({ sha256, file }: LookedFile, brought: readonly BroughtFile[]): void {
    if (brought.every((other) => other.file !== file)) this.#images.set(sha256, brought);
  }

  #take(looked: readonly LookedFile[]): OpenFile | null {
    const taken = looked.map(shelved);
    this.store.setState(({ files }) => ({
      files: [
        ...files.filter(({ sha256 }) => taken.every((file) => file.sha256 !== sha256)),
        ...taken.map((file) => ({ ...file, kept: false })),
      ],
    }));
    const largest = looked.toSorted((one, other) => other.file.size - one.file.size)[0];
    for (const file of taken) void this.#keep(file);
    return largest === undefined ? null : this.#show(largest);
  }

  #show(open: OpenFile): OpenFile {
    this.store.setState({ open, reading: null, fault: null });
    return open;
  }

  /** Never rejects: what is not kept is there for the visit. */
  async #keep(file: OwnFile): Promise<void> {
    const { name, sha256 } = file;
    try {
      await this.#shelf.put(file);
      this.store.setState(({ files }) => ({ files: files.map((other) => (other.sha256 === sha256 ? { ...other, kept: true } : other)) }));
    } catch (error) {
      const reason = error instanceof Error ? error.name : String(error);
      const message = `${name}: this browser does not keep the file (${reason}); it can be used until the page is closed`;
      this.store.setState({ fault: { message, remedy: 'make room, or allow this site to store data, to keep it' } });
    }
  }
}

/** What is kept of a file: a table is read anew for each experiment. */
function shelved({ contents, ...file }: LookedFile): OwnFile {
  return { ...file, contents: contents.kind === 'table' ? { kind: 'table' } : contents };
}
