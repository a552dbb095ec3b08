import { describe, expect, test } from 'vitest';
import { layoutFactors, type FactorLayout } from './factor-layout.ts';
import { refreshShares } from './refresh-schedule.ts';
import { WHOLE_KRONECKER } from './structure.ts';

/** Layers of the widths given, one Kronecker block each. */
function layout(widths: readonly number[]): FactorLayout {
  const slices = widths
    .slice(1)
    .map((outputs, index) => ({ name: `layer ${String(index)}`, shape: [widths[index]! + 1, outputs], use: 'dense' as const, offset: 0 }));
  return layoutFactors(
    { slices, size: 0, count: 0 },
    slices.map(() => WHOLE_KRONECKER),
    true,
  );
}

describe('a refresh schedule', () => {
  test('has one section for all blocks unless they take turns', () => {
    const all = layout([4, 5, 6]);
    expect(refreshShares(all, { kind: 'every' })).toEqual([{ section: 'inverses', blocks: all.blocks }]);
  });

  test('gives every block to one of shares of about equal cost', () => {
    const all = layout([784, 1000, 500, 250, 30, 250, 500, 1000, 784]);
    const shares = refreshShares(all, { kind: 'round-robin', shares: 4 });
    expect(new Set(shares.flatMap(({ blocks }) => blocks))).toEqual(new Set(all.blocks));
    expect(shares.flatMap(({ blocks }) => blocks)).toHaveLength(all.blocks.length);
    const costs = shares.map(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'kronecker' ? [...block.a, ...block.g] : [])).reduce((sum, { size }) => sum + size ** 3, 0),
    );
    expect(Math.max(...costs)).toBeLessThan(0.4 * costs.reduce((sum, cost) => sum + cost, 0));
  });

  test('has no more shares than blocks', () => {
    expect(refreshShares(layout([3, 4, 5]), { kind: 'round-robin', shares: 9 })).toHaveLength(2);
  });
});
