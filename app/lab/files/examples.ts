import { formatShape } from '../../../gpu/graph/tensor.ts';
import { DataError } from '../datasets/data-source.ts';
import type { NumpyArray, NumpyValues } from './npy.ts';

/**
 * The first `count` examples of an array `[examples, …]`: bytes as they are, other numbers as float32.
 * @throws DataError for too few examples, examples of another size, and a value that is not finite, named by its place.
 */
export function readInputs({ shape, values }: NumpyArray, name: string, count: number, features: number): Uint8Array | Float32Array {
  const [examples = 0, ...rest] = shape;
  const size = rest.reduce((product, extent) => product * extent, 1);
  if (shape.length === 0 || size !== features) {
    throw new DataError(`${name}: expected ${features} values an example, got ${formatShape(shape)}`, 'correct data.inputs in the spec');
  }
  if (examples < count) throw new DataError(`${name}: expected at least ${count} examples, got ${examples}`, 'ask for fewer examples');
  if (values instanceof Uint8Array) return values.subarray(0, count * features);
  const floats = new Float32Array(count * features);
  for (let index = 0; index < floats.length; index++) {
    const value = Number(values[index]);
    floats[index] = value;
    if (!Number.isFinite(floats[index])) {
      const place = `row ${Math.floor(index / features)}, column ${index % features}`;
      throw new DataError(`${name}: expected finite float32 numbers, got ${value} at ${place}`, 'correct the value or leave the row out');
    }
  }
  return floats;
}

/** The first `count` class numbers. @throws DataError for too few, and for what is no class, named by its row. */
export function readClasses(values: NumpyValues, name: string, count: number, classes: number): Uint8Array {
  if (values.length < count)
    throw new DataError(`${name}: expected at least ${count} classes, got ${values.length}`, 'ask for fewer examples');
  const labels = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const value = Number(values[row]);
    if (!(Number.isInteger(value) && value >= 0 && value < classes)) {
      throw new DataError(`${name}: expected a class from 0 to ${classes - 1}, got ${value} at row ${row}`, 'number the classes from 0');
    }
    labels[row] = value;
  }
  return labels;
}
