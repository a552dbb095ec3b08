import { describe, expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { sweepOf } from '../../gpu/testing/sweep.ts';
import type { KeptSnapshot } from './arm.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';
import { planMemory } from './plan-memory.ts';
import { sha256 } from './sha256.ts';
import { ADAPTIVE_KFAC, KFAC, MIXED_KFAC, OPTIMIZERS, SGD, moonsArms } from './testing/moons-arms.ts';

const withArm = moonsArms(testDevice);
/** One of each way to keep state beside the weights. */
const KEEPERS = sweepOf(OPTIMIZERS, 'SGD', 'SOAP', 'Hessian-free', 'K-FAC with mixed blocks');

type Matrix = Extract<KeptSnapshot, { kind: 'matrix' }>;
type Diagonal = Extract<KeptSnapshot, { kind: 'diagonal' }>;

describe('an arm', () => {
  test.each(KEEPERS)('trained by %s learns the moons in constant memory, and gives it back', async (_, optimizer) => {
    const { memory } = await testDevice();
    const baseline = memory.liveBytes;
    await withArm(optimizer, 'tanh', async (arm) => {
      const before = await arm.evaluate();
      const first = await arm.train(10);
      const { liveBytes, liveBuffers } = memory;
      const { losses, step, failure } = await arm.train(140);
      expect([memory.liveBytes, memory.liveBuffers]).toEqual([liveBytes, liveBuffers]);
      const after = await arm.evaluate();
      expect(failure).toBeNull();
      expect(step).toBe(150);
      expect(losses).toHaveLength(140);
      expect(first.losses[0]).toBeGreaterThan(2 * losses[139]!);
      expect(after.testLoss).toBeLessThan(before.testLoss / 2);
      expect(after.testMetric).toBeGreaterThan(0.9);
    });
    expect(memory.liveBytes).toBe(baseline);
  });

  test('whose iterates are averaged is scored by its first weights before it has taken a step', async () => {
    const losses: number[] = [];
    const averaged: OptimizerSpec = { ...KFAC, iterateDecay: 0.9 };
    for (const optimizer of [SGD, averaged]) {
      await withArm(optimizer, 'tanh', async (arm) => {
        losses.push((await arm.evaluate()).trainLoss);
      });
    }
    expect(losses[1]).toBe(losses[0]);
  });

  // Of all optimisers: growing-batch.sweep.test.ts, and of all presets: presets.slow.test.ts.
  test.each([
    ['SGD', SGD],
    ['K-FAC', KFAC],
    ['adaptive K-FAC', ADAPTIVE_KFAC],
  ] as const)('trained by %s twice from one seed has the same bits, however its steps are grouped', async (_, optimizer) => {
    const weights: string[] = [];
    for (const groups of [
      [60, 60],
      [1, 7, 52, 60],
    ]) {
      await withArm(optimizer, 'tanh', async (arm) => {
        for (const count of groups) await arm.train(count);
        weights.push(await sha256(await arm.weights()));
      });
    }
    expect(new Set(weights).size).toBe(1);
  });

  test.each(KEEPERS)('trained by %s takes the memory that was planned for it, within a factor of 2', async (_, optimizer) => {
    await withArm(
      optimizer,
      'tanh',
      (arm, { facts }, spec) => {
        const planned = planMemory(spec, facts.limits).total;
        expect(arm.description.bytes).toBeGreaterThan(planned / 2);
        expect(arm.description.bytes).toBeLessThan(2 * planned);
        return Promise.resolve();
      },
      { hidden: [256, 256] },
    );
  });

  test('that diverges names step and tensor and rests at its last good parameters', async () => {
    const divergent = { ...SGD, learningRate: 1e6 };
    await withArm(divergent, 'relu', async (arm) => {
      const { failure, step } = await arm.train(200);
      expect(failure).not.toBeNull();
      expect(failure!.step).toBeGreaterThan(0);
      expect(step).toBe(failure!.step);
      expect(failure!.tensor).toMatch(/loss|dense/);
      const resting = await arm.weights();
      expect(resting.every(Number.isFinite)).toBe(true);
      await arm.train(10);
      expect(await arm.weights()).toEqual(resting);
    });
  });

  test('shows the factors of a whole block with their damping', async () => {
    await withArm(KFAC, 'tanh', async (arm) => {
      await arm.train(10);
      const [a, g] = (await arm.curvature(1))!.kept as readonly [Matrix, Matrix];
      expect([a.symbol, a.parts[0]!.size, g.symbol, g.parts[0]!.size]).toEqual(['A', 17, 'G', 16]);
      expect(a.parts[0]!.values[17 * 17 - 1]).toBeCloseTo(1, 5);
      expect(a.damping! * g.damping!).toBeCloseTo(0.03, 4);
    });
  });

  test('shows the matrices of a split and of a full block and the entries of a diagonal one', async () => {
    await withArm(MIXED_KFAC, 'tanh', async (arm) => {
      await arm.train(10);
      const full = (await arm.curvature(0))!.kept as readonly [Matrix];
      const split = (await arm.curvature(1))!.kept as readonly [Matrix, Matrix];
      const diagonal = (await arm.curvature(2))!.kept as readonly [Diagonal];
      expect(full[0].symbol).toBe('F');
      expect(full[0].parts.map(({ size }) => size)).toEqual([3 * 16]);
      expect(full[0].damping).toBeCloseTo(0.03, 6);
      // The bias goes with the last part of the inputs, and its corner is the mean of ones.
      expect(split.map(({ parts }) => parts.map(({ start, size }) => [start, size]))).toEqual([
        [
          [0, 8],
          [8, 9],
        ],
        [
          [0, 8],
          [8, 8],
        ],
      ]);
      expect(split[0].parts[1]!.values.at(-1)).toBeCloseTo(1, 5);
      expect(diagonal[0]).toMatchObject({ kind: 'diagonal', rows: 17, columns: 2 });
      expect(diagonal[0].values.every((value) => value > 0)).toBe(true);
      expect(diagonal[0].damping).toBeCloseTo(0.03, 6);
      expect(arm.description.layers.map(({ block }) => block?.structure.kind)).toEqual(['full', 'kronecker', 'diagonal']);
    });
  });

  test('shows factors that are damped together, and the second moments of EKFAC', async () => {
    await withArm({ ...MIXED_KFAC, representation: 'ekfac' }, 'tanh', async (arm) => {
      await arm.train(10);
      // The full block of the first layer is inverted as ever.
      const [full] = (await arm.curvature(0))!.kept as readonly [Matrix];
      expect(full.damping).toBeCloseTo(0.03, 6);
      const [a, g, scalings] = (await arm.curvature(1))!.kept as readonly [Matrix, Matrix, Diagonal];
      expect([a.damping, g.damping]).toEqual([null, null]);
      expect(scalings).toMatchObject({ kind: 'diagonal', symbol: 'S', rows: 17, columns: 16 });
      expect(scalings.values.some((value) => value > 0)).toBe(true);
      // The trace of A ⊗ G is the same in every basis, up to how old the averages of S are.
      const trace = ({ parts }: Matrix): number =>
        parts.reduce(
          (sum, { size, values }) => sum + Array.from({ length: size }, (_, i) => values[i * (size + 1)]!).reduce((x, y) => x + y),
          0,
        );
      const total = scalings.values.reduce((sum, value) => sum + value, 0);
      expect(total / (trace(a) * trace(g))).toBeGreaterThan(0.2);
      expect(total / (trace(a) * trace(g))).toBeLessThan(5);
    });
  });

  test('shows a diagonal where no matrix is kept at all', async () => {
    await withArm({ ...KFAC, blocks: { every: { kind: 'diagonal' }, except: [] } }, 'tanh', async (arm) => {
      await arm.train(10);
      const [diagonal] = (await arm.curvature(1))!.kept as readonly [Diagonal];
      expect(diagonal).toMatchObject({ symbol: 'F', rows: 17, columns: 16 });
      expect(diagonal.values).toHaveLength(17 * 16);
    });
  });

  test('shows what links a layer to the one above it, and no link of the last layer or of blocks that stand alone', async () => {
    await withArm({ ...KFAC, representation: 'tridiagonal' }, 'tanh', async (arm) => {
      await arm.train(10);
      const { link } = (await arm.curvature(0))!;
      expect(link?.origin).toEqual({ kind: 'layer', name: arm.description.layers[1]!.name });
      expect(link?.factors.map(({ symbol, rows, columns }) => [symbol, rows, columns])).toEqual([
        ['A', 3, 17],
        ['G', 16, 16],
      ]);
      for (const { psi, explained, rows, columns } of link!.factors) {
        expect(psi.map(({ values }) => values.length)).toEqual([rows * columns]);
        expect(Array.from(psi[0]!.values).some((value) => value !== 0)).toBe(true);
        expect(explained).toHaveLength(rows);
        expect(explained.every((share) => share > -1e-4 && share < 1 + 1e-4)).toBe(true);
        expect(Math.max(...explained)).toBeGreaterThan(0.1);
      }
      expect((await arm.curvature(2))!.link).toBeNull();
    });
    await withArm(KFAC, 'tanh', async (arm) => {
      await arm.train(2);
      expect((await arm.curvature(0))!.link).toBeNull();
    });
  });

  test('has the identity for G where only inputs are looked at, and no curvature at all without K-FAC', async () => {
    await withArm({ ...KFAC, estimation: 'forward-only' }, 'tanh', async (arm) => {
      await arm.train(10);
      expect((await arm.curvature(1))!.kept.map(({ kind }) => kind)).toEqual(['matrix', 'identity']);
    });
    await withArm(SGD, 'tanh', async (arm) => {
      expect(await arm.curvature(1)).toBeNull();
    });
  });

  test('predicts probabilities that add up to 1', async () => {
    await withArm(KFAC, 'tanh', async (arm) => {
      const probabilities = await arm.predict(Float32Array.of(0, 0, 1, 0.5, -1, 0.5), 3);
      expect(probabilities).toHaveLength(6);
      expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 5);
    });
  });
});
