import { expect, test } from 'vitest';
import { findPreset } from './presets/index.ts';
import { taskOf } from './task-of.ts';

test('clothes are told by their names, digits by their numbers', () => {
  const clothes = taskOf(findPreset('lenet')!.spec);
  const digits = taskOf(findPreset('mnist-mlp')!.spec);
  if (clothes.kind !== 'classification' || digits.kind !== 'classification') throw new Error('expected classes');
  expect(clothes.names).toHaveLength(clothes.classes);
  expect([clothes.names?.[0], clothes.names?.[9]]).toEqual(['T-shirt', 'boot']);
  expect(digits.names).toBeUndefined();
});
