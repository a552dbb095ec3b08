import { describe, expect, test } from 'vitest';
import { findPreset } from '../../lab/presets/index.ts';
import { freeName, renamed } from './arm-names.ts';

const [kfac, sgd] = findPreset('spirals')!.spec.arms;

describe('the name of an arm whose optimiser changes', () => {
  test('follows where it is the name of the optimiser, with a number or without', () => {
    expect(renamed({ ...sgd!, name: 'SGD' }, 'adam', [])).toBe('Adam');
    expect(renamed({ ...sgd!, name: 'SGD 2' }, 'adam', [{ ...sgd!, name: 'Adam' }])).toBe('Adam 2');
  });

  test('follows where a ready experiment gave it', () => {
    expect(sgd!.name).toBe('SGD + momentum');
    expect(renamed(sgd!, 'shampoo', [kfac!])).toBe('Shampoo');
  });

  test('stays where a person gave it, and where it is that of another optimiser', () => {
    expect(renamed({ ...sgd!, name: 'careful' }, 'shampoo', [])).toBe('careful');
    expect(renamed({ ...kfac!, name: 'SGD + momentum' }, 'shampoo', [])).toBe('SGD + momentum');
  });
});

test('a new arm is called what no other is', () => {
  expect(freeName('kfac', [kfac!])).toBe('K-FAC 2');
});
