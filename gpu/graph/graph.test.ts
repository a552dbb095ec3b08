import { expect, test } from 'vitest';
import { Graph } from './graph.ts';

test('refuses to repeat a section that exists, or to repeat it less than once', () => {
  const graph = new Graph();
  graph.repeat('turns', 2, () => graph.effect({ name: 'nothing', reads: [], updates: [], lower: () => [] }));
  expect(() => graph.repeat('turns', 2, () => undefined)).toThrow(/expected a new section/);
  expect(() => graph.repeat('others', 0, () => undefined)).toThrow(/got 0 turns/);
});
