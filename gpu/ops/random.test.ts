import { describe, expect, test } from 'vitest';
import type { Tensor } from '../graph/tensor.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { normalReference, uniformReference } from '../testing/random-reference.ts';
import { monteCarloBound, TOLERANCES, ulps } from '../testing/tolerances.ts';
import { advance } from './counter.ts';
import { dropoutMask, randomNormal, randomSigns, randomUniform } from './random.ts';

const SEED = 0xfeed_beef;
const STEP = 41;

async function drawn(trace: (counter: Tensor) => Record<string, Tensor>, seed = SEED): Promise<Record<string, Float32Array>> {
  return evaluate(await testDevice(), { counter: { shape: [2], data: Uint32Array.of(STEP, seed) } }, ({ counter }) => trace(counter));
}

const counted = (length: number, value: (index: number) => number): number[] => Array.from({ length }, (_, index) => value(index));

describe('random numbers', () => {
  test('uniform numbers are those of pcg4d to the last bit', async () => {
    const { x } = await drawn((counter) => ({ x: randomUniform(counter, [3, 7], 5) }));
    expect([...x!]).toEqual(counted(21, (index) => uniformReference(SEED, STEP, 5, index)));
  });

  test('normal numbers are those of Box–Muller', async () => {
    const { x } = await drawn((counter) => ({ x: randomNormal(counter, [500], 5) }));
    // WGSL gives cos an absolute error of 2⁻¹¹ (§15.7.4); the radius stays below 6.
    expectClose(
      x!,
      counted(500, (index) => normalReference(SEED, STEP, 5, index)),
      6 * 2 ** -11,
    );
  });

  test('a dropout mask drops the lower part of the unit interval and scales up the rest', async () => {
    const rate = 0.25;
    const { x } = await drawn((counter) => ({ x: dropoutMask(counter, [500], rate, 5) }));
    const kept = counted(500, (index) => (uniformReference(SEED, STEP, 5, index) < rate ? 0 : 1 / (1 - rate)));
    expectClose(x!, kept, ulps(TOLERANCES.division.factor));
    const { all } = await drawn((counter) => ({ all: dropoutMask(counter, [500], 0, 5) }));
    expect(all).toEqual(new Float32Array(500).fill(1));
    await expect(drawn((counter) => ({ none: dropoutMask(counter, [500], 1, 5) }))).rejects.toThrow(/a rate in \[0, 1\), got 1/);
  });

  test('signs are those of the halves of the unit interval', async () => {
    const { x } = await drawn((counter) => ({ x: randomSigns(counter, [500], 5) }));
    expect([...x!]).toEqual(counted(500, (index) => (uniformReference(SEED, STEP, 5, index) < 0.5 ? 1 : -1)));
  });

  test('have the moments of their distributions', async () => {
    const size = 100_000;
    const { uniform, normal } = await drawn((counter) => ({
      uniform: randomUniform(counter, [size], 1),
      normal: randomNormal(counter, [size], 2),
    }));
    const moment = (values: Float32Array, power: number): number => values.reduce((total, value) => total + value ** power, 0) / size;
    expectClose([moment(uniform!, 1)], [1 / 2], monteCarloBound(Math.sqrt(1 / 12), size));
    expectClose([moment(uniform!, 2)], [1 / 3], monteCarloBound(Math.sqrt(4 / 45), size));
    expectClose([moment(normal!, 1)], [0], monteCarloBound(1, size));
    expectClose([moment(normal!, 2)], [1], monteCarloBound(Math.sqrt(2), size));
    expectClose([moment(normal!, 4)], [3], monteCarloBound(Math.sqrt(96), size));
  });

  test('repeat for the same key and change with seed, step and purpose', async () => {
    const trace = (counter: Tensor): Record<string, Tensor> => {
      const drawnNow = {
        first: randomUniform(counter, [16], 1),
        again: randomUniform(counter, [16], 1),
        other: randomUniform(counter, [16], 2),
      };
      advance(counter);
      return { ...drawnNow, next: randomUniform(counter, [16], 1) };
    };
    const { first, again, other, next } = await drawn(trace);
    expect(again).toEqual(first);
    for (const different of [other, next, (await drawn(trace, SEED + 1))['first']]) expect(different).not.toEqual(first);
  });

  test('refuse what is no counter', async () => {
    const wrong = evaluate(await testDevice(), { x: { shape: [2], data: new Float32Array(2) } }, ({ x }) => ({
      y: randomNormal(x, [1], 0),
    }));
    await expect(wrong).rejects.toThrow(/expected a counter, u32 \[2\] of step and seed, got f32 \[2\]/);
  });
});
