import { describe, expect, it } from 'vitest';
import { reduceRun } from './reduce-run.ts';
import { emptyRun, type RunState } from './run-state.ts';
import { afterLooking, afterSelecting, shownAtFirst } from './selection.ts';
import { ready } from './testing/ready-run.ts';

const ATTENTION = { kind: 'attention', heads: 2, length: 4, isCausal: true } as const;
const visible = [
  { ...ATTENTION, layer: 3, name: 'first', weights: [0] },
  { ...ATTENTION, layer: 5, name: 'second', weights: [1, 2] },
];
const nothing = { selection: null, look: null };

/** A run of SGD and K-FAC on three weights. */
function prepared(changes: Partial<typeof ready> = {}): RunState {
  return reduceRun(emptyRun(), { ...ready, ...changes, runId: 0, sequence: 1 });
}

describe('what is shown at first', () => {
  it('is the second layer of the first K-FAC arm, and no work of layers that cannot be seen', () => {
    expect(shownAtFirst(prepared(), nothing)).toEqual({ selection: { arm: 1, layer: 1 }, look: null });
  });

  it('is the first layer that can be seen at work, at the first example', () => {
    expect(shownAtFirst(prepared({ visible }), nothing).look).toEqual({ layer: 3, example: 0, channel: null });
  });

  it('is what was shown of the run before, where there still is such', () => {
    const earlier = { selection: { arm: 0, layer: 2 }, look: { layer: 5, example: 7, channel: null } };
    expect(shownAtFirst(prepared({ visible }), earlier)).toEqual(earlier);
    const { selection, look } = shownAtFirst(prepared({ visible, testExamples: 5 }), { ...earlier, selection: { arm: 2, layer: 0 } });
    expect(selection).toEqual({ arm: 1, layer: 1 });
    expect(look).toEqual({ layer: 5, example: 0, channel: null });
  });
});

describe('the selected weight and the layer that is seen', () => {
  const run = prepared({ visible });
  const shown = { selection: { arm: 1, layer: 1 }, look: { layer: 5, example: 2, channel: 4 } };

  it('go together', () => {
    const selected = afterSelecting(shown, run, { layer: 0 });
    expect(selected).toEqual({ selection: { arm: 1, layer: 0 }, look: { layer: 3, example: 2, channel: null } });
    expect(afterLooking(selected, run, { layer: 5, example: 7 })).toEqual({
      selection: { arm: 1, layer: 1 },
      look: { layer: 5, example: 7, channel: null },
    });
  });

  it('stay where a weight of the layer is selected already', () => {
    expect(afterSelecting(shown, run, { layer: 2 })).toEqual({ ...shown, selection: { arm: 1, layer: 2 } });
    expect(afterLooking(shown, run, { layer: 5 })).toEqual(shown);
  });

  it('stay within what the run has', () => {
    expect(afterSelecting(shown, run, { arm: 0, layer: 9 }).selection).toEqual({ arm: 0, layer: 2 });
    expect(afterLooking({ ...shown, look: null }, run, { example: 3 })).toEqual({ ...shown, look: null });
  });
});
