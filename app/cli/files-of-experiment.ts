import { dirname } from 'node:path';
import { readSpecFiles } from '../lab/files/read-spec-files.ts';
import type { SpecFiles } from '../lab/spec-files.ts';
import { folderDataSource } from './folder-data-source.ts';

/** Reads the files that an experiment names: they lie beside it, or here for a preset. */
export function filesOfExperiment(experiment: string): SpecFiles {
  const folder = experiment.endsWith('.json') ? dirname(experiment) : '.';
  return readSpecFiles(folderDataSource(folder, 'correct the path in the spec'));
}
