import { formatShape, sizeOf } from '../../../../gpu/graph/tensor.ts';
import { DataError } from '../../datasets/data-source.ts';
import type { NumpyArray, NumpyValues } from '../npy.ts';

/**
 * The first `count` rows of an array `[rows, …]` of `width` numbers each, as float32.
 * @param name of the array, for messages
 * @throws DataError for too few rows, rows of another size, and a value that is not finite, named by its place.
 */
export function readRows(array: NumpyArray, name: string, count: number, width: number): Float32Array {
  expectRows(array, name, count, width);
  const { values } = array;
  const floats = new Float32Array(count * width);
  for (let index = 0; index < floats.length; index++) {
    floats[index] = Number(values[index]);
    if (!Number.isFinite(floats[index])) throw notFinite(values, index, name, width);
  }
  return floats;
}

/** Like `readRows`, but bytes stay as they are: they stand for value / 255. */
export function readInputs(array: NumpyArray, name: string, count: number, features: number): Uint8Array | Float32Array {
  if (!(array.values instanceof Uint8Array)) return readRows(array, name, count, features);
  expectRows(array, name, count, features);
  return array.values.subarray(0, count * features);
}

/** The first `count` class numbers of an array `[rows]`. @throws DataError for too few, and for what is no class, named by its row. */
export function readClasses(array: NumpyArray, name: string, count: number, classes: number): Uint8Array {
  expectRows(array, name, count, 1);
  const labels = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const value = Number(array.values[row]);
    if (!(Number.isInteger(value) && value >= 0 && value < classes)) {
      throw new DataError(`${name}: expected a class from 0 to ${classes - 1}, got ${value} at row ${row}`, 'number the classes from 0');
    }
    labels[row] = value;
  }
  return labels;
}

/** What is wrong with the value at `index` of rows of `width` numbers. */
export function notFinite(values: NumpyValues, index: number, name: string, width: number): DataError {
  const place = `row ${Math.floor(index / width)}${width > 1 ? `, column ${index % width}` : ''}`;
  return new DataError(
    `${name}: expected finite float32 numbers, got ${Number(values[index])} at ${place}`,
    'correct the value or leave the row out',
  );
}

function expectRows({ shape }: NumpyArray, name: string, count: number, width: number): void {
  const [rows, ...row] = shape;
  if (rows === undefined || sizeOf(row) !== width) {
    const expected = `${width} ${width === 1 ? 'value' : 'values'} an example`;
    throw new DataError(`${name}: expected ${expected}, got ${formatShape(shape)}`, 'correct the shape of an example in the spec');
  }
  if (rows < count) throw new DataError(`${name}: expected at least ${count} examples, got ${rows}`, 'ask for fewer examples');
}
