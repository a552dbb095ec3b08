import type { Dataset, TextSplit } from '../dataset.ts';
import type { LanguageTask } from '../task.ts';
import { DataError, type DataSource } from './data-source.ts';
import { readManifest, readPrepared } from './prepared-file.ts';

const REMEDY = 'run npm start again';

/** Windows of a prepared text, and how many. */
interface TextRequest {
  readonly dataset: 'book' | 'names';
  readonly task: LanguageTask;
  readonly trainExamples: number;
  readonly testExamples: number;
}

/**
 * Windows that are evenly spread over each split of a text.
 * @throws DataError when a file is missing, damaged, in another alphabet or shorter than asked for; the signal's reason once aborted.
 */
export async function loadText(source: DataSource, request: TextRequest, signal?: AbortSignal): Promise<Dataset<TextSplit>> {
  const { dataset, task, trainExamples, testExamples } = request;
  const files = await readManifest(source, signal);
  const load = async (split: 'train' | 'test', count: number): Promise<TextSplit> => {
    const file = files.find((entry) => entry.dataset === dataset && entry.split === split && entry.content === 'text');
    if (file?.characters !== task.characters) {
      const got = file === undefined ? 'none' : `${file.characters?.length ?? 'no'} other characters`;
      throw new DataError(
        `data: expected a ${split} text ${dataset} of ${task.characters.length} characters in manifest.json, got ${got}`,
        REMEDY,
      );
    }
    const tokens = await readPrepared(source, file, signal);
    const strange = tokens.findIndex((token) => token >= task.characters.length);
    if (strange >= 0) {
      throw new DataError(
        `data: expected numbers of characters below ${task.characters.length} in ${file.name}, got ${tokens[strange]!} at ${strange}`,
        REMEDY,
      );
    }
    return spreadWindows(tokens, count, task, `${split} text ${dataset}`);
  };
  const [train, test] = await Promise.all([load('train', trainExamples), load('test', testExamples)]);
  return { task, train, test };
}

function spreadWindows(tokens: Uint8Array, count: number, { inputs: { length }, scored }: LanguageTask, name: string): TextSplit {
  // The last target lies beyond the last window.
  const most = tokens.length - length;
  if (count > most) {
    throw new DataError(
      `data: expected at most ${Math.max(0, most)} windows of ${length} characters of the ${name}, got ${count}`,
      'ask for fewer examples, or for a shorter window',
    );
  }
  return { count, length, hop: Math.max(1, Math.floor((most - 1) / Math.max(1, count - 1))), tokens, scored };
}
