import { readFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/** The text of a file that a command names. @throws UsageError when it cannot be read. */
export async function readText(command: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${command}: ${path} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}
