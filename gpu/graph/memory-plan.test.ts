import { expect, test } from 'vitest';
import { Seeded } from '../testing/seeded.ts';
import { planMemory, type Lifetime } from './memory-plan.ts';

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
