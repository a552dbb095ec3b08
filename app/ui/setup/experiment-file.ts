import type { ExperimentSpec } from '../../lab/spec.ts';
import { fileName } from '../charts/save-file.ts';

/** An experiment as the file that the terminal runs: its name and its text. */
export function experimentFile(spec: ExperimentSpec): { readonly name: string; readonly text: string } {
  return { name: fileName(spec.name, 'json'), text: `${JSON.stringify(spec, null, 2)}\n` };
}
