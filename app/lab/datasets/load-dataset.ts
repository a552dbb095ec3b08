import type { Dataset } from '../dataset.ts';
import type { DataSpec } from '../data-spec.ts';
import { noSpecFiles, type SpecFiles } from '../spec-files.ts';
import { unreachable } from '../unreachable.ts';
import { makeCurves } from './curves.ts';
import type { DataSource } from './data-source.ts';
import { loadMnist } from './mnist.ts';
import { makePlaneSet } from './plane-sets.ts';

/**
 * The examples a spec asks for; generated ones depend on the seed alone. MNIST's images come with their classes: it is
 * the model that makes a reconstruction of them.
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
  switch (data.kind) {
    case 'mnist':
      return loadMnist(source, data.trainExamples, data.testExamples, signal);
    case 'spirals':
    case 'moons':
    case 'circles':
    case 'xor':
    case 'blobs':
      return makePlaneSet(data.kind, data.trainExamples, data.testExamples, data.noise, seed);
    case 'curves':
      return makeCurves(data.trainExamples, data.testExamples, seed);
    case 'file':
      return files.dataset(data, signal);
    default:
      return unreachable(data);
  }
}
