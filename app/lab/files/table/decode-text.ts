import { DataError } from '../../datasets/data-source.ts';

const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

/**
 * The text of a table, its byte order mark left out.
 * @throws DataError for UTF-16, other encodings, what is no text, and nothing at all.
 */
export function decodeTableText(bytes: Uint8Array, file: string): string {
  const refuse = (got: string, remedy: string, options?: ErrorOptions): never => {
    throw new DataError(`${file}: expected a table in UTF-8, got ${got}`, remedy, options);
  };
  if (UTF16_MARKS.some(([first, second]) => bytes[0] === first && bytes[1] === second)) refuse('UTF-16', 'save it as CSV in UTF-8');
  if (bytes.includes(0)) refuse('bytes that are no text', 'save the sheet as CSV, not as a workbook or archive');
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    refuse('another encoding', 'save it as CSV in UTF-8', { cause: error });
  }
  if (text.trim() === '') refuse('an empty file', 'choose a file with a row for each example');
  return text;
}
