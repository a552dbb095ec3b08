import { expect, test } from 'vitest';
import { parseSpec } from '../parse-spec.ts';
import { findPreset, presets } from './index.ts';

test.each(presets)('$id is a valid experiment', ({ spec }) => {
  expect(parseSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test('ids are names of their own and find their preset', () => {
  for (const preset of presets) expect(findPreset(preset.id)).toBe(preset);
  expect(findPreset('toString')).toBeUndefined();
});

test('the first preset is the small race of the first visit', () => {
  expect(presets[0]?.id).toBe('spirals');
});
