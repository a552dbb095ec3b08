import { expect, test } from 'vitest';
import { KFAC_DEFAULTS } from '../kfac-spec.ts';
import { findPreset } from '../presets/index.ts';
import { parseComparison } from './parse-comparison.ts';
import { comparedPresets, presetComparison } from './preset-comparison.ts';
import { withScaledSetting } from './scaled-setting.ts';

test.each(comparedPresets)('%s is compared fairly, with its own settings first', (id) => {
  const preset = findPreset(id)!;
  const comparison = presetComparison(preset)!;
  expect(parseComparison(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
  expect(comparison.entrants.map(({ candidates }) => candidates[0])).toEqual(preset.spec.arms.map(({ optimizer }) => optimizer));
  for (const { candidates } of comparison.entrants) {
    expect(new Set(candidates.map((candidate) => JSON.stringify(candidate))).size).toBe(candidates.length);
  }
});

test('a preset without a target loss has no comparison', () => {
  expect(presetComparison(findPreset('spirals')!)).toBeNull();
});

test('the setting that decides most is scaled, and of a schedule both ends', () => {
  const sgd = findPreset('lenet')!.spec.arms[1]!.optimizer;
  expect(withScaledSetting(sgd, 1 / 3)).toEqual({ ...sgd, learningRate: 0.017 });
  const kfac = findPreset('kfac-fixed-rate')!.spec.arms[0]!.optimizer;
  if (kfac.kind !== 'kfac') throw new Error('expected K-FAC');
  const damping = { kind: 'scheduled', lambda: 30, finalLambda: 0.3, steps: 500 };
  expect(withScaledSetting({ ...kfac, ...KFAC_DEFAULTS }, 3)).toMatchObject({ damping, step: kfac.step });
});
