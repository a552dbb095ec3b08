import { describe, expect, test } from 'vitest';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { randomSpd, residualOfInverse } from '../linalg/spd-reference.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import { readOnce } from '../runtime/readback.ts';
import { testDevice } from '../testing/device.ts';
import { DampedInverses } from './damped-inverses.ts';
import { layoutFactors } from './factor-layout.ts';
import { DIRECT_INVERSES, type InverseSettings } from './inverse-settings.ts';
import { WHOLE_KRONECKER } from './structure.ts';

/** Sides: 41 and 7, 8 and 40. */
const MODEL = sequential([dense('first', 40, 7, 'glorot'), dense('second', 7, 40, 'glorot')]);
const LAYOUT = layoutFactors(
  MODEL.layout,
  MODEL.layout.slices.map(() => WHOLE_KRONECKER),
  true,
);

interface Refreshed {
  readonly residuals: Float32Array;
  readonly exact: readonly number[];
  readonly shifts: Float32Array;
  readonly kept: Uint32Array;
  readonly status: Uint32Array;
  readonly inverses: Float32Array;
}

/** Refreshes with each of the sets of factors in turn, with damping λ. */
async function refreshWith(settings: InverseSettings, sets: readonly Float32Array[], lambda: number): Promise<Refreshed[]> {
  const context = await testDevice();
  const state = new State();
  const inverses = new DampedInverses(state, LAYOUT, settings);
  const factors = state.variable('factors', [LAYOUT.size]);
  const graph = new Graph();
  const inputs = {
    factors: graph.read(factors),
    strength: graph.read(state.variable('strength', [1], Float32Array.of(lambda))),
    counter: graph.read(state.variable('counter', [2], Uint32Array.of(1, 9))),
  };
  for (const share of inverses.shares) inverses.refresh(graph, inputs, share);
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const results: Refreshed[] = [];
  try {
    for (const set of sets) {
      state.write(context, factors, set);
      compiled.program.submit(context.device);
      const [residuals, shifts, kept, status, flat] = await Promise.all(
        [inverses.residuals, inverses.shifts, inverses.kept, inverses.status, inverses.inverses].map((variable) =>
          readOnce(context, [state.range(variable)]),
        ),
      );
      const found = new Float32Array(flat!);
      const damping = new Float32Array(shifts!);
      const exact = LAYOUT.matrices.map(({ offset, size }, index) => {
        const damped = set.slice(offset, offset + size ** 2);
        for (let row = 0; row < size; row++) damped[row * (size + 1)]! += damping[index]!;
        return residualOfInverse(size, damped, found.subarray(offset, offset + size ** 2));
      });
      results.push({
        residuals: new Float32Array(residuals!),
        exact,
        shifts: damping,
        kept: new Uint32Array(kept!),
        status: new Uint32Array(status!),
        inverses: found,
      });
    }
    return results;
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}

/** Factors of a condition number, all times a scale. */
function factorsOf(condition: number, scale = 1): Float32Array {
  const flat = new Float32Array(LAYOUT.size);
  for (const [index, { offset, size }] of LAYOUT.matrices.entries()) {
    flat.set(
      randomSpd(size, condition, index + 1).map((value) => scale * value),
      offset,
    );
  }
  return flat;
}

describe('damped inverses', () => {
  test('report about the residual that float64 finds', async () => {
    const [{ residuals, exact }] = (await refreshWith(DIRECT_INVERSES, [factorsOf(1e4)], 1e-6)) as [Refreshed];
    for (const [index, residual] of residuals.entries()) {
      expect(residual).toBeGreaterThan(exact[index]! / 4);
      expect(residual).toBeLessThan(4 * exact[index]!);
    }
  });

  test.each([
    ['Newton–Schulz', { ...DIRECT_INVERSES, method: { kind: 'newton-schulz', iterations: 2 } }],
    ['Cholesky', DIRECT_INVERSES],
  ] as const)('%s follows factors that move a little, and starts from nothing', async (name, settings) => {
    const results = await refreshWith(settings, [factorsOf(100), factorsOf(100, 1.03), factorsOf(100, 1.05)], 0.01);
    for (const { exact, status } of results) {
      expect([...status]).toEqual([0, 0, 0, 0]);
      for (const residual of exact) expect(residual).toBeLessThan(1e-4);
    }
    // The first refresh starts from identities, too far away; later ones improve what they find.
    if (name === 'Newton–Schulz') {
      expect(results.map(({ kept }) => [...kept])).toEqual([
        [0, 0, 0, 0],
        [2, 2, 2, 2],
        [2, 2, 2, 2],
      ]);
    }
  });

  test('Newton–Schulz leaves a factor that jumped to Cholesky', async () => {
    const settings = { ...DIRECT_INVERSES, method: { kind: 'newton-schulz', iterations: 2 } } as const;
    const jumped = factorsOf(100);
    const { offset, size } = LAYOUT.matrices[0]!;
    for (let at = offset; at < offset + size ** 2; at++) jumped[at]! *= 50;
    const [, after] = (await refreshWith(settings, [factorsOf(100), jumped], 1e-4)) as [Refreshed, Refreshed];
    expect(after.kept[0]).toBe(0);
    for (const residual of after.exact) expect(residual).toBeLessThan(1e-3);
  });

  test('the inverse-free method arrives at the damped inverse of factors that stay', async () => {
    const settings = { ...DIRECT_INVERSES, method: { kind: 'inverse-free', rate: 1, momentum: 0 } } as const;
    const results = await refreshWith(
      settings,
      Array.from({ length: 30 }, () => factorsOf(100)),
      0.01,
    );
    const worst = results.map(({ exact }) => Math.max(...exact));
    expect(worst[0]).toBeGreaterThan(0.3);
    expect(worst[29]).toBeLessThan(1e-3);
  });

  test('an adaptive refresh keeps what is good enough, whatever the rest does', async () => {
    const settings = { ...DIRECT_INVERSES, refresh: { kind: 'adaptive', residual: 0.1 } } as const;
    const near = factorsOf(100, 1.02);
    const far = factorsOf(100, 1.02);
    const { offset, size } = LAYOUT.matrices[2]!;
    for (let at = offset; at < offset + size ** 2; at++) far[at]! *= 3;
    const [first, second, third] = (await refreshWith(settings, [factorsOf(100), near, far], 0.01)) as [Refreshed, Refreshed, Refreshed];
    expect([...first.kept]).toEqual([0, 0, 0, 0]);
    expect([...second.kept]).toEqual([1, 1, 1, 1]);
    expect(second.inverses).toEqual(first.inverses);
    expect(third.kept[2]).toBe(0);
    expect(third.exact[2]).toBeLessThan(1e-3);
    for (const residual of third.residuals) expect(residual).toBeLessThan(0.1);
  });

  test('layers in turns come to the same inverses as all at once', async () => {
    const [together] = (await refreshWith(DIRECT_INVERSES, [factorsOf(1e3)], 0.01)) as [Refreshed];
    const [apart] = (await refreshWith({ ...DIRECT_INVERSES, refresh: { kind: 'round-robin', shares: 2 } }, [factorsOf(1e3)], 0.01)) as [
      Refreshed,
    ];
    expect(apart.inverses).toEqual(together.inverses);
    expect(apart.residuals).toEqual(together.residuals);
  });

  test.each([
    ['λ = 0', 0],
    ['λ = 1e-30', 1e-30],
  ])('with %s, factors of rank one, zero and condition 1e8 have finite inverses', async (_, lambda) => {
    const rankOne = new Float32Array(LAYOUT.size);
    for (const [index, { offset, size }] of LAYOUT.matrices.entries()) {
      const vector = Array.from({ length: size }, (__, row) => Math.fround(Math.sin(1 + row * (index + 2))));
      rankOne.set(
        vector.flatMap((left) => vector.map((right) => left * right)),
        offset,
      );
    }
    for (const result of await refreshWith(DIRECT_INVERSES, [rankOne, new Float32Array(LAYOUT.size), factorsOf(1e8)], lambda)) {
      expect([...result.status]).toEqual([0, 0, 0, 0]);
      expect(result.inverses.every(Number.isFinite)).toBe(true);
      expect(result.shifts.every((shift) => shift > 0)).toBe(true);
    }
  });

  test('the floor is a share of the mean eigenvalue', async () => {
    const [{ shifts }] = (await refreshWith({ ...DIRECT_INVERSES, floor: 0.25 }, [factorsOf(10)], 0)) as [Refreshed];
    const flat = factorsOf(10);
    for (const [index, { offset, size }] of LAYOUT.matrices.entries()) {
      let trace = 0;
      for (let row = 0; row < size; row++) trace += flat[offset + row * (size + 1)]!;
      expect(shifts[index]! / ((0.25 * trace) / size)).toBeCloseTo(1, 5);
    }
  });
});
