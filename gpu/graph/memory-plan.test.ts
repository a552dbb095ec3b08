import { expect, test } from 'vitest';
import { Seeded } from '../testing/seeded.ts';
import { planMemory, shareBins, type Lifetime } from './memory-plan.ts';

test('values that live at the same time never share a bin, and every bin holds its largest value', () => {
  for (let seed = 0; seed < 20; seed++) {
    const numbers = new Seeded(seed);
    const lifetimes = Array.from({ length: 60 }, (_, key): Lifetime<number> => {
      const first = numbers.integer(0, 40);
      return { key, bytes: 4 * numbers.integer(1, 100), first, last: first + numbers.integer(0, 10) };
    });
    const plan = planMemory(lifetimes);
    for (const a of lifetimes) {
      expect(plan.bins[plan.binOf.get(a.key)!]).toBeGreaterThanOrEqual(a.bytes);
      const meeting = lifetimes.filter((b) => b !== a && b.first <= a.last && a.first <= b.last);
      expect(meeting.map((b) => plan.binOf.get(b.key))).not.toContain(plan.binOf.get(a.key));
    }
  }
});

test('a chain in which each value is read once needs two bins', () => {
  const lifetimes = Array.from({ length: 20 }, (_, key): Lifetime<number> => ({ key, bytes: 64, first: key, last: key + 1 }));
  expect(planMemory(lifetimes).bins).toEqual([64, 64]);
});

test('plans that share bins each have bins of their own that are large enough, and take no more than the largest of each rank', () => {
  const plans = [
    [8, 64, 32],
    [128, 4],
    [16, 16, 16, 16],
  ];
  const { sizes, places } = shareBins(plans);
  expect(sizes).toEqual([128, 32, 16, 16]);
  for (const [index, bins] of plans.entries()) {
    expect(new Set(places[index]).size).toBe(bins.length);
    for (const [bin, bytes] of bins.entries()) expect(sizes[places[index]![bin]!]).toBeGreaterThanOrEqual(bytes);
  }
});
