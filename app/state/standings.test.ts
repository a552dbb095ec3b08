import { describe, expect, it } from 'vitest';
import type { SeriesView } from './series.ts';
import { differenceAtSameStep, standings } from './standings.ts';

function curve(arm: number, points: readonly (readonly [step: number, seconds: number, loss: number])[]): SeriesView {
  const column = (index: 0 | 1 | 2): Float64Array => Float64Array.from(points, (point) => point[index]);
  return { arm, name: `arm ${arm}`, steps: column(0), seconds: column(1), values: column(2) };
}

describe('standings', () => {
  it('take the lowest loss that every arm reached and the first evaluation at or below it', () => {
    const fast = curve(0, [
      [0, 0, 1],
      [10, 4, 0.4],
      [20, 8, 0.1],
    ]);
    const slow = curve(1, [
      [0, 0, 1],
      [10, 1, 0.9],
      [20, 2, 0.5],
    ]);
    expect(standings([fast, slow])).toEqual({
      loss: 0.5,
      behind: [],
      arrivals: [
        { arm: 0, name: 'arm 0', step: 10, seconds: 4, loss: 0.4 },
        { arm: 1, name: 'arm 1', step: 20, seconds: 2, loss: 0.5 },
      ],
    });
  });

  it('are unknown until every arm was evaluated after its start', () => {
    expect(standings([])).toBeNull();
    expect(standings([curve(0, [[0, 0, 1]])])).toBeNull();
    expect(standings([curve(0, [[5, 1, 0.5]]), curve(1, [[0, 0, 1]])])).toBeNull();
  });

  it('name the arms that are above their start', () => {
    const worse = curve(0, [
      [0, 0, 1],
      [5, 1, 7],
    ]);
    const better = curve(1, [
      [0, 0, 1],
      [5, 1, 0.5],
    ]);
    expect(standings([worse, better])?.behind).toEqual(['arm 0']);
  });

  it('differ at the newest step that both have', () => {
    const ahead = curve(0, [
      [5, 1, 0.5],
      [10, 2, 0.4],
    ]);
    const late = curve(1, [[5, 1, 0.75]]);
    expect(differenceAtSameStep(late, ahead)).toBe(0.25);
    expect(differenceAtSameStep(late, curve(2, []))).toBeNaN();
  });

  it('pass over losses that are not a number', () => {
    const broken = curve(0, [
      [5, 1, 0.5],
      [10, 2, NaN],
    ]);
    expect(standings([broken])?.arrivals[0]?.step).toBe(5);
  });
});
