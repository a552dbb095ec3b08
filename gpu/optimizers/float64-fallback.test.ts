import { describe, expect, test } from 'vitest';
import { Curvature } from '../curvature/curvature.ts';
import { DIRECT_INVERSES } from '../curvature/inverse-settings.ts';
import { WHOLE_KRONECKER } from '../curvature/structure.ts';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { dense } from '../nn/dense.ts';
import { sequential } from '../nn/network.ts';
import { readOnce } from '../runtime/readback.ts';
import { testDevice } from '../testing/device.ts';
import { Float64Fallback } from './float64-fallback.ts';
import { Guard } from './guard.ts';
import { reportInverses } from './inverse-report.ts';
import type { StepTrace } from './optimizer.ts';
import { Report, REPORT_FIELDS } from './report.ts';

/** Side of A, the homogeneous coordinate included. */
const SIDE = 13;

/** c and k of blocks [c, ck; ck, ck² + 1]. */
const BLOCKS = [
  [171, 308],
  [122, 366],
  [101, 404],
  [18, 964],
  [34, 702],
  [55, 552],
] as const;

/** Whole numbers that float32 holds; but the square of ck/√c, rounded, is larger than ck² + 1, so that pivots are lost. */
function beyondFloat32(): Float32Array {
  const matrix = new Float32Array(SIDE ** 2);
  for (const [block, [c, k]] of BLOCKS.entries()) {
    const at = 2 * block * (SIDE + 1);
    matrix.set([c, c * k], at);
    matrix.set([c * k, c * k * k + 1], at + SIDE);
  }
  matrix[SIDE ** 2 - 1] = 1;
  return matrix;
}

/** Refreshes the inverses of one layer without damping, with A as given and G = 0, and then asks the fallback. */
async function refreshed(a: Float32Array, refreshes: number) {
  const context = await testDevice();
  const model = sequential([dense('first', SIDE - 1, 2, 'glorot')]);
  const state = new State();
  const guard = new Guard(state, model.layout, model.initialise(1));
  const report = new Report(state, {});
  const curvature = new Curvature(state, model.layout, {
    structures: [WHOLE_KRONECKER],
    estimation: 'empirical',
    decay: 0.95,
    inverses: { ...DIRECT_INVERSES, floor: 0 },
  });
  const graph = new Graph();
  const counter = graph.read(state.variable('counter', [2], Uint32Array.of(7, 1)));
  const strength = graph.read(state.variable('strength', [1]));
  for (const share of curvature.inverses.shares) {
    curvature.refresh(graph, strength, counter, share);
    reportInverses({ graph, counter, report } as StepTrace, curvature.inverses, share);
  }
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const fallback = new Float64Fallback({ context, state, curvature, report, guard });
  try {
    state.write(context, curvature.factors, a, curvature.layout.matrices[0]!.offset);
    for (let refresh = 0; refresh < refreshes; refresh++) {
      compiled.program.submit(context.device);
    }
    const failed = new Uint32Array(await readOnce(context, fallback.ranges));
    const scalars = new Float32Array(await readOnce(context, [state.range(report.current)]));
    await fallback.repair(128, failed);
    const words = new Uint32Array(await readOnce(context, fallback.ranges));
    const { offset } = curvature.layout.matrices[0]!;
    return {
      failed,
      words,
      scalar: (field: (typeof REPORT_FIELDS)[number]) => scalars[REPORT_FIELDS.indexOf(field)]!,
      inverse: new Float32Array(await readOnce(context, [state.range(curvature.inverses.inverses, offset, SIDE ** 2)])),
      fallbacks: new Float32Array(await readOnce(context, [state.range(report.current)]))[REPORT_FIELDS.indexOf('fallbacks')],
      finding: guard.finding(new Uint32Array(await readOnce(context, [state.range(guard.health)]))),
    };
  } finally {
    compiled.destroy();
    state.destroy(context);
  }
}

describe('the fallback to float64', () => {
  test('inverts what float32 cannot, after a ladder that led nowhere', async () => {
    const { failed, words, inverse, fallbacks, finding, scalar } = await refreshed(beyondFloat32(), 2);
    expect(failed[0]).not.toBe(0);
    expect(scalar('ladderRungs')).toBe(6);
    expect(scalar('staleInverses')).toBe(2);
    expect(scalar('inverseStep')).toBe(0);
    expect([words[0], words[1]]).toEqual([0, 0]);
    for (const [block, [c, k]] of BLOCKS.entries()) {
      const at = 2 * block * (SIDE + 1);
      // [k² + 1/c, −k; −k, 1] undoes the block.
      expect(inverse[at]! / (k * k + 1 / c)).toBeCloseTo(1, 6);
      expect(inverse[at + 1]! / -k).toBeCloseTo(1, 6);
      expect(inverse[at + SIDE + 1]).toBeCloseTo(1, 6);
    }
    expect(fallbacks).toBe(1);
    expect(finding).toBeNull();
  });

  test('leaves good inverses alone', async () => {
    const identity = Float32Array.from({ length: SIDE ** 2 }, (_, index) => (index % (SIDE + 1) === 0 ? 1 : 0));
    const { failed, inverse, fallbacks, scalar } = await refreshed(identity, 1);
    expect([failed[0], failed[1]]).toEqual([0, 0]);
    expect(inverse).toEqual(identity);
    expect(fallbacks).toBe(0);
    expect(scalar('inverseStep')).toBe(7);
  });

  test('stops the arm, naming the layer, when ten refreshes in a row had no inverse and float64 has none either', async () => {
    const negative = new Float32Array(SIDE ** 2).fill(-1);
    expect((await refreshed(negative, 9)).finding).toBeNull();
    expect((await refreshed(negative, 10)).finding).toEqual({ step: 128, tensor: 'first', kind: 'no-inverse' });
  });
});
