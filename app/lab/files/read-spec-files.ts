import { sizeOf } from '../../../gpu/graph/tensor.ts';
import type { TensorSource } from '../checkpoint-tensors.ts';
import { inputSize } from '../data-shape.ts';
import type { FileDataSpec } from '../data-spec.ts';
import type { Dataset, RowSplit } from '../dataset.ts';
import { collectBytes } from '../datasets/collect-bytes.ts';
import { DataError, type DataSource } from '../datasets/data-source.ts';
import type { SpecFiles } from '../spec-files.ts';
import { unreachable } from '../unreachable.ts';
import { sha256 } from '../sha256.ts';
import type { TableSpec } from '../table-spec.ts';
import { taskOfData } from '../task-of.ts';
import { decodeIdx, IDX_HEADER_BYTES } from './idx.ts';
import { readClasses, readInputs } from './examples.ts';
import { decodeNpz } from './npz.ts';
import { decodeSafetensors } from './safetensors.ts';
import { decodeTable } from './table/decode-table.ts';
import { MAX_TABLE_BYTES } from './table/table-limits.ts';

const MAX_BYTES = 256 * 2 ** 20;
const MAX_CHECKPOINT_BYTES = 2 ** 30;

/** All examples of a file, training first. */
type Examples = Pick<RowSplit, 'inputs' | 'labels'>;

/** Reads the files that a spec names through `source`. */
export function readSpecFiles(source: DataSource): SpecFiles {
  return {
    async dataset(data, signal) {
      const { inputs, trainExamples, testExamples } = data;
      const features = inputSize(inputs);
      const bytes = (trainExamples + testExamples) * features;
      if (bytes > MAX_BYTES) {
        throw new DataError(
          `data: expected at most ${MAX_BYTES} values, got ${bytes} of ${trainExamples + testExamples} examples`,
          'ask for fewer examples',
        );
      }
      const examples = await readExamples(source, data, signal);
      const split = (from: number, count: number): RowSplit => ({
        count,
        features,
        inputs: examples.inputs.slice(from * features, (from + count) * features),
        labels: examples.labels?.slice(from, from + count) ?? null,
      });
      return { task: taskOfData(data), train: split(0, trainExamples), test: split(trainExamples, testExamples) };
    },
    table: (data, seed, signal) => readTable(source, data, seed, signal),
    tensors: (path, signal) => readTensors(source, path, signal),
  };
}

async function readTable(source: DataSource, data: TableSpec, seed: number, signal: AbortSignal | undefined): Promise<Dataset<RowSplit>> {
  const bytes = await readWhole(source, data.path, MAX_TABLE_BYTES, signal);
  if (data.sha256 !== null) {
    const got = await sha256(bytes);
    if (got !== data.sha256) {
      const expected = `data: expected ${data.path} with SHA-256 ${data.sha256.slice(0, 12)}…, got ${got.slice(0, 12)}…`;
      throw new DataError(expected, 'choose the file that the experiment was made for, or set data.sha256 to null');
    }
  }
  return decodeTable(bytes, data, seed);
}

async function readTensors(source: DataSource, path: string, signal: AbortSignal | undefined): Promise<TensorSource> {
  const { tensors } = decodeSafetensors(await readWhole(source, path, MAX_CHECKPOINT_BYTES, signal), path);
  return { file: path, tensors };
}

async function readExamples(source: DataSource, data: FileDataSpec, signal: AbortSignal | undefined): Promise<Examples> {
  const { file, classes } = data;
  const count = data.trainExamples + data.testExamples;
  const features = inputSize(data.inputs);
  switch (file.format) {
    case 'idx': {
      const inputs = await readIdx(source, file.inputs, count, features, signal);
      if (classes === null || file.labels === null) return { inputs, labels: null };
      const labels = await readIdx(source, file.labels, count, 1, signal);
      return { inputs, labels: readClasses(labels, file.labels, count, classes) };
    }
    case 'npz': {
      const { path, inputs, labels } = file;
      const wanted = classes === null || labels === null ? [inputs] : [inputs, labels];
      const arrays = decodeNpz(await readWhole(source, path, MAX_BYTES, signal), path, wanted);
      const values = readInputs(arrays.get(inputs)!, `${path} array "${inputs}"`, count, features);
      if (classes === null || labels === null) return { inputs: values, labels: null };
      const { shape, values: numbers } = arrays.get(labels)!;
      const name = `${path} array "${labels}"`;
      if (sizeOf(shape) !== shape[0])
        throw new DataError(`${name}: expected one class an example, got [${shape.join(', ')}]`, 'save class numbers');
      return { inputs: values, labels: readClasses(numbers, name, count, classes) };
    }
    default:
      return unreachable(file);
  }
}

/** Reads no further than the examples asked for. */
async function readIdx(
  source: DataSource,
  name: string,
  count: number,
  features: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await source.open(name, signal);
  const stream = name.endsWith('.gz') ? packed.pipeThrough(new DecompressionStream('gzip')) : packed;
  const limit = IDX_HEADER_BYTES + count * features;
  const bytes = await collectBytes(stream, { name, limit, beyond: 'leave', remedy: 'copy the file again', signal });
  return decodeIdx(bytes, name, count, features);
}

async function readWhole(
  source: DataSource,
  name: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = await source.open(name, signal);
  return collectBytes(stream, { name, limit, beyond: 'refuse', remedy: 'make the file smaller', signal });
}
