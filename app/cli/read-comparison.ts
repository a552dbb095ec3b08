import type { Comparison } from '../lab/compare/comparison.ts';
import { parseComparison } from '../lab/compare/parse-comparison.ts';
import { comparedPresets, presetComparison } from '../lab/compare/preset-comparison.ts';
import { parseJsonText } from '../lab/parse-json.ts';
import { findPreset } from '../lab/presets/index.ts';
import { readText } from './read-text.ts';
import { UsageError } from './usage-error.ts';

/**
 * The comparison in a file that ends in .json, or that of a preset.
 * @throws UsageError for a file that cannot be read and a preset without a comparison, SpecError for a comparison that is not
 * fair or cannot be run.
 */
export async function readComparison(name: string): Promise<Comparison> {
  if (name.endsWith('.json')) return parseComparison(parseJsonText(await readText('compare', name)));
  const preset = findPreset(name);
  const comparison = preset === undefined ? null : presetComparison(preset);
  if (comparison !== null) return comparison;
  const expected = `one of ${comparedPresets.join(', ')}, or a file ending in .json`;
  throw new UsageError(`compare: expected ${expected}, got ${JSON.stringify(name)}`);
}
