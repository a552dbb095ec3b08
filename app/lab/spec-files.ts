import type { TensorSource } from './checkpoint-tensors.ts';
import type { OwnDataSpec } from './data-spec.ts';
import type { Dataset, RowSplit } from './dataset.ts';
import { DataError } from './datasets/data-source.ts';

/** Reads the files that a spec names. */
export interface SpecFiles {
  /**
   * @param seed chooses the rows of a shuffled split
   * @throws DataError when a file is missing, damaged or not as the spec says; the signal's reason once aborted.
   */
  dataset(data: OwnDataSpec, seed: number, signal?: AbortSignal): Promise<Dataset<RowSplit>>;
  /** The tensors of a safetensors file. @throws DataError; the signal's reason once aborted. */
  tensors(path: string, signal?: AbortSignal): Promise<TensorSource>;
}

/** For experiments without files. */
export const noSpecFiles: SpecFiles = {
  dataset: (data) => refuse(data.kind === 'table' ? data.path : data.from.path),
  tensors: (path) => refuse(path),
};

function refuse(path: string): Promise<never> {
  return Promise.reject(
    new DataError(`data: expected no files in an experiment of the page, got ${path}`, 'run it in the terminal: lab run'),
  );
}
