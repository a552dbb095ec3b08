import { DataError } from '../lab/datasets/data-source.ts';
import { arrayFormatOf, profileArrays, type ArraysProfile } from '../lab/files/arrays/profile-arrays.ts';
import { faultOf, type FileFault } from '../lab/files/file-fault.ts';
import { MAX_ARRAY_BYTES, MAX_TABLE_BYTES } from '../lab/files/file-limits.ts';
import type { ImageWishes } from '../lab/files/images/frame.ts';
import { imageKindOf, IMAGE_HEAD_BYTES, IMAGE_KINDS, unreadImageOf } from '../lab/files/images/image-header.ts';
import { profileTable, type TableProfile, type TableReading } from '../lab/files/table/profile-table.ts';
import { sha256 } from '../lab/sha256.ts';
import { isMeant, nameOfFiles, type BroughtFile } from './brought-files.ts';
import { packImages, type ImageDecoder } from './pack-images.ts';

/** What to look through; files of one request are taken all together or not at all. */
export interface LookRequest {
  readonly files: readonly BroughtFile[];
  /** How a table is to be read. */
  readonly reading: TableReading;
  readonly images: ImageWishes;
}

/** What a file holds. */
export type FileContents =
  | { readonly kind: 'table'; readonly profile: TableProfile }
  | ({
      readonly kind: 'arrays';
      /** Null for a file that was brought as it is. */
      readonly images: PackedImages | null;
    } & ArraysProfile);

/** What a file of arrays was made of. */
export interface PackedImages {
  /** Whether any image has colour, whatever they are packed in. */
  readonly holdsColour: boolean;
  /** Of the square that was asked for, pixels; null where their size was found out. */
  readonly side: number | null;
}

/** A file that can be trained on: one that was brought, or made of images. */
export interface LookedFile {
  readonly name: string;
  /** Of its bytes, lower-case hex. */
  readonly sha256: string;
  readonly file: Blob;
  readonly contents: FileContents;
}

export type LookAnswer =
  | { readonly kind: 'read'; readonly files: readonly LookedFile[] }
  | { readonly kind: 'refused'; readonly fault: FileFault };

interface LookOptions {
  readonly decode: ImageDecoder;
  /** Hears how many of the images are done. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Looks through files that a person brought: tables, files of arrays, or images, which become one file of arrays. */
export async function lookThrough({ files: brought, reading, images: wishes }: LookRequest, options: LookOptions): Promise<LookAnswer> {
  const files = brought.filter(isMeant);
  const name = nameOfFiles(files);
  try {
    if (await areImages(files)) return { kind: 'read', files: [await packImages(files, { name, wishes, ...options })] };
    const looked: LookedFile[] = [];
    for (const file of files) looked.push(await lookAt(file, reading));
    return { kind: 'read', files: looked };
  } catch (error) {
    if (error instanceof DataError) return { kind: 'refused', fault: faultOf(error) };
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', fault: { message: `${name}: the file cannot be read (${reason})`, remedy: 'choose it again' } };
  }
}

/** Everything in a folder is to be an image; of single files the first bytes tell. */
async function areImages(files: readonly BroughtFile[]): Promise<boolean> {
  if (files.length === 0 || files.some(({ path }) => path.includes('/'))) return true;
  let images = 0;
  for (const { file } of files) {
    if (imageKindOf(new Uint8Array(await file.slice(0, IMAGE_HEAD_BYTES).arrayBuffer())) !== null) images += 1;
  }
  if (images === 0 || images === files.length) return images > 0;
  throw new DataError(
    `${files[0]!.path}: expected images alone or files of data alone, got ${images} images among ${files.length} files`,
    'choose them one after the other',
  );
}

async function lookAt({ path: name, file }: BroughtFile, reading: TableReading): Promise<LookedFile> {
  const head = new Uint8Array(await file.slice(0, IMAGE_HEAD_BYTES).arrayBuffer());
  const unread = unreadImageOf(head);
  if (unread !== null) {
    throw new DataError(`${name}: expected a CSV, arrays (.npz, .npy, IDX) or ${IMAGE_KINDS} images, got ${unread}`, 'save it as PNG');
  }
  const format = arrayFormatOf(head);
  const limit = format === null ? MAX_TABLE_BYTES : MAX_ARRAY_BYTES;
  if (file.size > limit) {
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
    throw new DataError(`${name}: expected at most ${megabytes(limit)}, got ${megabytes(file.size)}`, 'leave rows or columns out');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const contents: FileContents =
    format === null
      ? { kind: 'table', profile: profileTable(bytes, name, reading) }
      : { kind: 'arrays', images: null, ...(await profileArrays(bytes, name, format)) };
  return { name, sha256: await sha256(bytes), file, contents };
}
