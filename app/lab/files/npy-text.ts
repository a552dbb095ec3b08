import { DataError } from '../datasets/data-source.ts';
import { show } from '../describe-issue.ts';
import { elementsOf, encodeNpyFile, readNpyHeader } from './npy-header.ts';

/** numpy.str_, little-endian: as many code points of four bytes as the longest text has, zeros after shorter ones. */
const TEXT = /^<U(\d{1,6})$/;
const CODE_POINT_BYTES = 4;
const LAST_CODE_POINT = 0x10_ffff;

/** The bytes of a `.npy` file of texts, `[texts]`. */
export function encodeNpyTexts(texts: readonly string[]): Uint8Array<ArrayBuffer> {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const length = Math.max(1, ...points.map((of) => of.length));
  const data = new DataView(new ArrayBuffer(texts.length * length * CODE_POINT_BYTES));
  for (const [row, of] of points.entries()) {
    for (const [at, point] of of.entries()) data.setUint32((row * length + at) * CODE_POINT_BYTES, point, true);
  }
  return encodeNpyFile(`<U${length}`, [texts.length], new Uint8Array(data.buffer));
}

/** Whether a `.npy` file is one of texts. @throws DataError for what is no `.npy` file. */
export function isNpyOfTexts(bytes: Uint8Array<ArrayBuffer>, name: string): boolean {
  return TEXT.test(readNpyHeader(bytes, name).descr);
}

/** The texts of a `.npy` file. @throws DataError for other elements, another shape than `[texts]`, and what is no text. */
export function decodeNpyTexts(bytes: Uint8Array<ArrayBuffer>, name: string): readonly string[] {
  const header = readNpyHeader(bytes, name);
  const length = Number(TEXT.exec(header.descr)?.[1] ?? NaN);
  if (Number.isNaN(length) || header.shape.length !== 1) {
    const got = `${show(header.descr)} on ${header.shape.length} axes`;
    throw new DataError(`${name}: expected texts on one axis, got ${got}`, 'save numpy.array(texts)');
  }
  const data = elementsOf(bytes, name, header, length * CODE_POINT_BYTES);
  const view = new DataView(data.buffer);
  return Array.from({ length: header.shape[0]! }, (_, row) => {
    const points = Array.from({ length }, (__, at) => view.getUint32((row * length + at) * CODE_POINT_BYTES, true));
    const strange = points.find((point) => point > LAST_CODE_POINT);
    if (strange !== undefined) {
      throw new DataError(`${name}: expected code points of Unicode, got ${strange} in row ${row}`, 'save numpy.array(texts)');
    }
    return String.fromCodePoint(...points).replace(/\0+$/, '');
  });
}
