import { expect, it } from 'vitest';
import type { OptimizerSpec } from '../lab/optimizer-spec.ts';
import { defaultOptimizers } from './setup/defaults.ts';
import { armStyles } from './arm-style.ts';

type Kind = OptimizerSpec['kind'];

const patterns = (...optimizers: readonly Kind[]): readonly string[] =>
  armStyles(optimizers.map((optimizer) => ({ optimizer }))).map((style) => style.pattern);

it('draws K-FAC solid and SGD dashed in whatever order they come', () => {
  expect(patterns('kfac', 'sgd')).toEqual(['solid', 'dashed']);
  expect(patterns('adam', 'sgd', 'kfac')).toEqual(['dotted', 'dashed', 'solid']);
});

it('never draws two of four arms alike', () => {
  const races: readonly (readonly Kind[])[] = [
    ['kfac', 'kfac', 'kfac', 'kfac'],
    ['sgd', 'sgd', 'sgd', 'sgd'],
    ['adam', 'adam', 'adam', 'adam'],
    ['kfac', 'sgd', 'adam', 'adam'],
    ['adam', 'kfac', 'kfac', 'adam'],
  ];
  for (const optimizers of races) expect(new Set(patterns(...optimizers)).size).toBe(4);
});

it('gives each optimiser a colour and a pattern of its own, wherever it stands', () => {
  const kinds = Object.keys(defaultOptimizers) as Kind[];
  const styles = armStyles(kinds.map((optimizer) => ({ optimizer })));
  expect(new Set(styles.map(({ pattern }) => pattern)).size).toBe(kinds.length);
  expect(new Set(styles.map(({ dash }) => dash)).size).toBe(kinds.length);
  expect(new Set(styles.map(({ color }) => color)).size).toBe(kinds.length);
  expect(armStyles(kinds.toReversed().map((optimizer) => ({ optimizer })))).toEqual(styles.toReversed());
});

it('draws no line that is too faint on the light or the dark sheet', () => {
  const kinds = Object.keys(defaultOptimizers) as Kind[];
  for (const { color } of armStyles(kinds.map((optimizer) => ({ optimizer })))) {
    for (const sheet of ['#ffffff', '#1a1d21']) expect(contrast(color, sheet)).toBeGreaterThanOrEqual(3);
  }
});

/** The contrast ratio of two colours `#rrggbb` (WCAG 2.2, relative luminance). */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
