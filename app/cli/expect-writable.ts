import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './usage-error.ts';

/** @throws UsageError where a file cannot be put into its folder. */
export async function expectWritable(option: string, file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw new UsageError(`${option}: ${file} cannot be written (${error instanceof Error ? error.message : String(error)})`);
  }
}
