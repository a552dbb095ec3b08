import { describe, expect, test } from 'vitest';
import { expectClose } from '../../gpu/testing/expect-close.ts';
import type { KeptSnapshot, LinkSnapshot } from './arm.ts';
import type { InspectionEvent, KeptInspection } from './inspection-event.ts';
import { inspectBlock } from './inspect-block.ts';

function inspected(...kept: readonly KeptSnapshot[]): InspectionEvent {
  return inspectedWith(null, kept);
}

function inspectedWith(link: LinkSnapshot | null, kept: readonly KeptSnapshot[]): InspectionEvent {
  const work = inspectBlock({ arm: 1, layer: 2, step: 30 }, { lambda: 0.5, kept, link });
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** A matrix of parts from their values, each a square. */
function matrix(symbol: 'A' | 'G' | 'F', damping: number | null, ...squares: readonly (readonly number[])[]): KeptSnapshot {
  let start = 0;
  const parts = squares.map((values) => {
    const size = Math.sqrt(values.length);
    const part = { start, size, values: Float32Array.from(values) };
    start += size;
    return part;
  });
  return { kind: 'matrix', symbol, parts, damping };
}

function only<Kind extends KeptInspection['kind']>({ kept }: InspectionEvent, kind: Kind): Extract<KeptInspection, { kind: Kind }> {
  const found = kept.find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(`expected something of kind ${kind}, got none`);
  return found as Extract<KeptInspection, { kind: Kind }>;
}

describe('inspectBlock', () => {
  test('gives spectra, largest first, condition numbers before and after damping, and π', () => {
    const event = inspected(matrix('A', 1, [2, 1, 1, 2]), matrix('G', 0.25, [4]));
    expect(event).toMatchObject({ type: 'inspection', arm: 1, layer: 2, step: 30, lambda: 0.5, pi: 2 });
    expect(event.kept.map(({ symbol }) => symbol)).toEqual(['A', 'G']);
    const a = only(event, 'matrix');
    expectClose(a.eigenvalues, [3, 1], 1e-14);
    expect(a.condition).toBeCloseTo(3, 12);
    expect(a.dampedCondition).toBeCloseTo(2, 12);
  });

  test('joins the spectra of parts, and leaves what is between them out of the picture', () => {
    const f = only(inspected(matrix('F', 0, [2, 1, 1, 2], [7])), 'matrix');
    expect(f).toMatchObject({
      size: 3,
      parts: [
        { start: 0, size: 2 },
        { start: 2, size: 1 },
      ],
    });
    expectClose(f.eigenvalues, [7, 3, 1], 1e-14);
    expect(Array.from(f.heatmap.values)).toEqual([2, 1, NaN, 1, 2, NaN, NaN, NaN, 7]);
  });

  test('calls a singular factor infinitely ill-conditioned', () => {
    const a = only(inspected(matrix('A', 1, [0, 0, 0, 0])), 'matrix');
    expect(a.condition).toBe(Infinity);
    expect(a.dampedCondition).toBe(1);
  });

  test('knows no π of a factor that stands alone', () => {
    const event = inspected(matrix('A', 1, [2]), { kind: 'identity', symbol: 'G', size: 5 });
    expect(event.pi).toBeNull();
    expect(only(event, 'identity').size).toBe(5);
  });

  test('damps no factor of a pair that is damped as a product', () => {
    const event = inspected(matrix('A', null, [2, 1, 1, 2]), matrix('G', null, [4]));
    expect(event.pi).toBeNull();
    const a = only(event, 'matrix');
    expect(a.condition).toBeCloseTo(3, 12);
    expect(a).toMatchObject({ damping: null, dampedCondition: null });
  });

  test('shows a diagonal as its weight and sorted', () => {
    const values = Float32Array.of(4, 0.5, 2, 8, 0.25, 1);
    const diagonal = only(inspected({ kind: 'diagonal', symbol: 'F', rows: 2, columns: 3, values, damping: 0.75 }), 'diagonal');
    expect(diagonal).toMatchObject({ rows: 2, columns: 3, condition: 32, dampedCondition: 8.75, heatmap: { rows: 2, columns: 3, values } });
    expect(Array.from(diagonal.sorted)).toEqual([8, 4, 2, 1, 0.5, 0.25]);
    expect(diagonal.shareUnderDamping).toBeCloseTo(2 / 6, 12);
  });

  test('thins a long diagonal evenly, ends included', () => {
    const values = Float32Array.from({ length: 100 * 100 }, (_, index) => index + 1);
    const { sorted } = only(inspected({ kind: 'diagonal', symbol: 'F', rows: 100, columns: 100, values, damping: 1 }), 'diagonal');
    expect(sorted).toHaveLength(1_024);
    expect(sorted[0]).toBe(10_000);
    expect(sorted.at(-1)).toBe(1);
  });

  test('spells a diagonal with a NaN as not conditioned at all', () => {
    const values = Float32Array.of(1, NaN);
    expect(only(inspected({ kind: 'diagonal', symbol: 'F', rows: 1, columns: 2, values, damping: 1 }), 'diagonal').condition).toBeNaN();
  });

  test('sorts what the layer above explains, and keeps the signs of what predicts it', () => {
    const values = Float32Array.of(1, -2, 0.5, 0, -4, 3);
    const psi = [{ row: 0, column: 0, rows: 3, columns: 2, values }];
    const { link } = inspectedWith(
      {
        origin: { kind: 'layer', name: 'dense 4' },
        factors: [{ symbol: 'A', rows: 3, columns: 2, psi, explained: Float32Array.of(0.25, -1e-7, 0.75) }],
      },
      [matrix('A', 1, [2]), matrix('G', 1, [4])],
    );
    expect(link?.origin).toEqual({ kind: 'layer', name: 'dense 4' });
    expect(link?.factors).toEqual([
      {
        symbol: 'A',
        rows: 3,
        columns: 2,
        explained: Float64Array.of(0.75, 0.25, 0),
        heatmap: { rows: 3, columns: 2, values: Float32Array.of(1, -2, 0.5, 0, -4, 3) },
      },
    ]);
    expect(inspected(matrix('A', 1, [2])).link).toBeNull();
  });
});
