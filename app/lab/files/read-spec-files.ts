import { inputSize } from '../data-shape.ts';
import type { OwnDataSpec } from '../data-spec.ts';
import type { Dataset, RowSplit } from '../dataset.ts';
import { DataError, type DataSource } from '../datasets/data-source.ts';
import type { FileSpec } from '../file-spec.ts';
import type { SpecFiles } from '../spec-files.ts';
import { ArrayFiles } from './arrays/array-files.ts';
import { decodeArrays } from './arrays/decode-arrays.ts';
import { MAX_ARRAY_BYTES, MAX_CHECKPOINT_BYTES, MAX_TABLE_BYTES } from './file-limits.ts';
import { readWhole } from './read-whole.ts';
import { decodeSafetensors } from './safetensors.ts';
import { decodeTable } from './table/decode-table.ts';

/** Reads the files that a spec names through `source`. */
export function readSpecFiles(source: DataSource): SpecFiles {
  return {
    dataset: (data, seed, signal) => readDataset(source, data, seed, signal),
    async tensors(path, signal) {
      const bytes = await readWhole(source, { path, sha256: null }, MAX_CHECKPOINT_BYTES, signal);
      return { file: path, tensors: decodeSafetensors(bytes, path).tensors };
    },
  };
}

async function readDataset(
  source: DataSource,
  data: OwnDataSpec,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Dataset<RowSplit>> {
  if (data.kind === 'table') return decodeTable(await readWhole(source, data, MAX_TABLE_BYTES, signal), data, seed);
  return readArrays(source, data, seed, signal);
}

async function readArrays(source: DataSource, data: FileSpec, seed: number, signal: AbortSignal | undefined): Promise<Dataset<RowSplit>> {
  const { from, target, trainExamples, testExamples, split } = data;
  const width = inputSize(data.inputs);
  const wanted = trainExamples + testExamples;
  if (wanted * width > MAX_ARRAY_BYTES) {
    throw new DataError(
      `data: expected at most ${MAX_ARRAY_BYTES} values, got ${wanted * width} of ${wanted} examples`,
      'ask for fewer examples',
    );
  }
  const files = new ArrayFiles(source, signal);
  const count = split === 'shuffled' ? null : wanted;
  const inputs = await files.read(from, { count, width });
  const told =
    target.kind === 'inputs' ? null : await files.read(target.from, { count, width: target.kind === 'class' ? 1 : target.names.length });
  const classNames = target.kind === 'class' ? await files.classNames(target.from) : null;
  return decodeArrays(data, { inputs, told, classNames }, seed);
}
