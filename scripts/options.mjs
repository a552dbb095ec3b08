import { parseArgs } from 'node:util';
import { SetupError } from './project.mjs';

/**
 * The options on the command line.
 * @template {import('node:util').ParseArgsConfig['options']} Options
 * @param {string} usage printed with a mistake
 * @param {Options} options
 * @throws SetupError when one is unknown, lacks its value, or stands where none is expected.
 */
export function readOptions(usage, options) {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
