import { matricesOf, type BlockLayout, type FactorLayout } from './factor-layout.ts';
import type { RefreshSchedule } from './inverse-settings.ts';

/** Blocks that are refreshed in one section of a step. */
export interface RefreshShare {
  readonly section: string;
  readonly blocks: readonly BlockLayout[];
}

/** One share of all blocks, or several of about equal cost. */
export function refreshShares(layout: FactorLayout, schedule: RefreshSchedule): readonly RefreshShare[] {
  if (schedule.kind !== 'round-robin') return [{ section: 'inverses', blocks: layout.blocks }];
  const shares = Array.from({ length: Math.max(1, Math.min(schedule.shares, layout.blocks.length)) }, () => ({
    blocks: [] as BlockLayout[],
    cost: 0,
  }));
  // The dearest first, each to the share that has the least so far.
  for (const block of layout.blocks.toSorted((left, right) => costOf(right) - costOf(left))) {
    const least = shares.reduce((best, share) => (share.cost < best.cost ? share : best));
    least.blocks.push(block);
    least.cost += costOf(block);
  }
  return shares.map(({ blocks }, index) => ({ section: `inverses ${String(index + 1)}`, blocks }));
}

function costOf(block: BlockLayout): number {
  return matricesOf(block).reduce((sum, { size }) => sum + size ** 3, 0);
}
