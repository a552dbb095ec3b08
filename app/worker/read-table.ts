import { DataError } from '../lab/datasets/data-source.ts';
import { MAX_TABLE_BYTES } from '../lab/files/table/table-limits.ts';
import { profileTable, type TableFault, type TableProfile, type TableReading } from '../lab/files/table/profile-table.ts';
import { sha256 } from '../lab/sha256.ts';

export interface TableRequest {
  readonly file: Blob;
  readonly name: string;
  readonly reading: TableReading;
}

/** A table that was looked through, or why it is none. */
export type TableAnswer =
  | { readonly kind: 'read'; readonly profile: TableProfile; readonly sha256: string }
  | { readonly kind: 'refused'; readonly fault: TableFault };

/** Looks through a file that a person brought. */
export async function readTable({ file, name, reading }: TableRequest): Promise<TableAnswer> {
  try {
    if (file.size > MAX_TABLE_BYTES) {
      throw new DataError(
        `${name}: expected at most ${MAX_TABLE_BYTES / 1e6} MB, got ${(file.size / 1e6).toFixed(0)} MB`,
        'leave rows or columns out',
      );
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { kind: 'read', profile: profileTable(bytes, name, reading), sha256: await sha256(bytes) };
  } catch (error) {
    if (error instanceof DataError) return { kind: 'refused', fault: { message: error.message, remedy: error.remedy } };
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', fault: { message: `${name}: the file cannot be read (${reason})`, remedy: 'choose it again' } };
  }
}
