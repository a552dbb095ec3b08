import { expect, it } from 'vitest';
import { armStyles } from './arm-style.ts';

const patterns = (...optimizers: string[]): readonly string[] =>
  armStyles(optimizers.map((optimizer) => ({ optimizer }))).map((style) => style.pattern);

it('draws K-FAC solid and SGD dashed in whatever order they come', () => {
  expect(patterns('kfac', 'sgd')).toEqual(['solid', 'dashed']);
  expect(patterns('adam', 'sgd', 'kfac')).toEqual(['dotted', 'dashed', 'solid']);
});

it('never draws two of four arms alike', () => {
  for (const optimizers of [
    ['kfac', 'kfac', 'kfac', 'kfac'],
    ['sgd', 'sgd', 'sgd', 'sgd'],
    ['adam', 'adam', 'adam', 'adam'],
    ['kfac', 'sgd', 'adam', 'adam'],
    ['adam', 'kfac', 'kfac', 'adam'],
  ]) {
    expect(new Set(patterns(...optimizers)).size).toBe(4);
  }
});
