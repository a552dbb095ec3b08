import type { Dataset, RowSplit, TextSplit } from '../dataset.ts';
import type { DataSpec, LanguageDataSpec, RowDataSpec } from '../data-spec.ts';
import { isLanguage, languageTaskOf } from '../language-task.ts';
import { noSpecFiles, type SpecFiles } from '../spec-files.ts';
import { unreachable } from '../unreachable.ts';
import { makeCurves } from './curves.ts';
import type { DataSource } from './data-source.ts';
import { loadImageSet } from './image-sets.ts';
import { makePlaneSet } from './plane-sets.ts';
import { loadText } from './prepared-text.ts';
import { makeSequenceTask } from './sequence-tasks.ts';
import { makeWave } from './wave.ts';

/**
 * The examples a spec asks for; generated ones depend on the seed alone. Images come with their classes: it is the model
 * that makes a reconstruction of them.
 * @param files reads the files that the spec names
 * @throws DataError when files are missing or damaged; the signal's reason once aborted.
 */
export async function loadDataset(
  data: DataSpec,
  seed: number,
  source: DataSource,
  signal?: AbortSignal,
  files: SpecFiles = noSpecFiles,
): Promise<Dataset> {
  return isLanguage(data) ? loadWindows(data, seed, source, signal) : loadRows(data, seed, source, signal, files);
}

/** Like `loadDataset`, of numbers. */
export async function loadRows(
  data: RowDataSpec,
  seed: number,
  source: DataSource,
  signal?: AbortSignal,
  files: SpecFiles = noSpecFiles,
): Promise<Dataset<RowSplit>> {
  switch (data.kind) {
    case 'mnist':
    case 'fashion':
      return loadImageSet(source, { ...data, dataset: data.kind }, signal);
    case 'spirals':
    case 'moons':
    case 'circles':
    case 'xor':
    case 'blobs':
      return makePlaneSet(data.kind, data.trainExamples, data.testExamples, data.noise, seed);
    case 'wave':
      return makeWave(data, seed);
    case 'curves':
      return makeCurves(data.trainExamples, data.testExamples, seed);
    case 'file':
    case 'table':
      return files.dataset(data, seed, signal);
    default:
      return unreachable(data);
  }
}

/** Like `loadDataset`, of characters. */
export async function loadWindows(
  data: LanguageDataSpec,
  seed: number,
  source: DataSource,
  signal?: AbortSignal,
): Promise<Dataset<TextSplit>> {
  const task = languageTaskOf(data);
  switch (data.kind) {
    case 'text':
      return loadText(source, { ...data, dataset: 'book', task }, signal);
    case 'names':
      return loadText(source, { ...data, dataset: 'names', task }, signal);
    case 'sequence-task':
      return makeSequenceTask(data, task, seed);
    default:
      return unreachable(data);
  }
}
