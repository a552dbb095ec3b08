import { describe, expect, test } from 'vitest';
import { add, multiply } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { sum } from '../ops/reduce.ts';
import { affine, exp, square, tanh } from '../ops/unary.ts';
import { readWrite, type Kernel } from '../runtime/kernel.ts';
import { compileTrace } from '../testing/compile-trace.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import type { Graph } from './graph.ts';
import type { Tensor } from './tensor.ts';

describe('compile', () => {
  test('replays only the sections asked for', async () => {
    const inputs = { x: { shape: [1], data: Float32Array.of(1) }, y: { shape: [1], data: Float32Array.of(1) } };
    const trace = ({ x, y }: Record<'x' | 'y', Tensor>, graph: Graph): Record<'x' | 'y', Tensor> => {
      graph.store(affine(x, 2), x);
      graph.section('rare', () => graph.store(affine(y, 2), y));
      return { x, y };
    };
    const most = await evaluate(await testDevice(), inputs, trace, { replays: 3, isActive: (section) => section !== 'rare' });
    expect([most.x[0], most.y[0]]).toEqual([8, 1]);
    const all = await evaluate(await testDevice(), inputs, trace, { replays: 3 });
    expect([all.x[0], all.y[0]]).toEqual([8, 8]);
  });

  test('runs a repeated section several times in a row, what it leaves to itself in variables', async () => {
    const inputs = { x: { shape: [1], data: Float32Array.of(1) }, y: { shape: [1], data: Float32Array.of(10) } };
    const { x, y } = await evaluate(await testDevice(), inputs, (tensors, graph) => {
      graph.repeat('turns', 5, () => graph.store(affine(tensors.x, 2), tensors.x));
      graph.store(add(tensors.x, tensors.y), tensors.y);
      return tensors;
    });
    expect([x[0], y[0]]).toEqual([32, 42]);
  });

  test('releases what it allocated when it fails', async () => {
    const { memory } = await testDevice();
    const before = memory.liveBytes;
    const unknown = compileTrace((graph, variable) => {
      const [x, target] = [graph.read(variable([8])), graph.read(variable([8]))];
      graph.store(exp(tanh(x)), target);
      const lower = (): Kernel<Tensor>[] => [{ shader: 'no-such.wgsl', bindings: [readWrite(target)], workgroups: [1, 1, 1] }];
      graph.effect({ name: 'unknown', reads: [], updates: [target], lower });
    });
    await expect(unknown).rejects.toThrow(/no-such/);
    expect(memory.liveBytes).toBe(before);
  });

  test('keeps all constants in one buffer', async () => {
    const { bytes, buffers } = await compileTrace((graph, variable) => {
      const [a, b] = [graph.read(variable([4, 4])), graph.read(variable([4, 4]))];
      graph.store(matmul(a, b), graph.read(variable([4, 4])));
      graph.store(matmul(b, a), graph.read(variable([4, 4])));
      graph.store(matmul(b, a, { scale: 2 }), graph.read(variable([4, 4])));
    });
    expect(buffers).toBe(1);
    expect(bytes).toBeGreaterThan(256);
    expect(bytes).toBeLessThan(2 * 256);
  });

  test('carries values without elements', async () => {
    const result = await evaluate(await testDevice(), { x: { shape: [0, 3], data: new Float32Array(0) } }, ({ x }) => {
      const y = tanh(multiply(x, x));
      return { y: square(y), total: sum(y), gram: matmul(y, exp(y), { transposeA: true }) };
    });
    expect(result.y.length).toBe(0);
    expect([...result.total]).toEqual([0]);
    expect([...result.gram]).toEqual(new Array(9).fill(0));
  });
});
