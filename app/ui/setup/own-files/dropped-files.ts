import type { DropItem } from 'react-aria-components';
import { MAX_IMAGES } from '../../../lab/files/images/image-limits.ts';
import { isMeant, type BroughtFile } from '../../../worker/brought-files.ts';

/** The files of a list, with their folders where a folder was chosen. */
export function listedFiles(files: FileList): readonly BroughtFile[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files that were dropped, those of folders with these; no more of them than are refused for their number. */
export async function droppedFiles(items: readonly DropItem[]): Promise<readonly BroughtFile[]> {
  const files: BroughtFile[] = [];
  for (const item of items) await collect(item, '', files);
  return files;
}

async function collect(item: DropItem, folder: string, files: BroughtFile[]): Promise<void> {
  if (item.kind === 'text' || files.length > MAX_IMAGES) return;
  const path = `${folder}${item.name}`;
  if (item.kind === 'file') {
    if (isMeant({ path })) files.push({ path, file: await item.getFile() });
    return;
  }
  for await (const entry of item.getEntries()) await collect(entry, `${path}/`, files);
}
