import { afterEach, describe, expect, test } from 'vitest';
import { accumulateGram } from '../ops/gram.ts';
import { add, multiply } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { sum } from '../ops/reduce.ts';
import { affine, exp, gelu, relu, square, tanh } from '../ops/unary.ts';
import { ShapeError } from '../runtime/errors.ts';
import { readWrite, type Kernel } from '../runtime/kernel.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { compile, type CompiledGraph } from './compile.ts';
import { Graph } from './graph.ts';
import { State, type Variable } from './state.ts';
import type { Shape, Tensor } from './tensor.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});

/** Compiles what `trace` records on fresh variables. */
async function compiled(trace: (graph: Graph, variable: (shape: Shape) => Variable) => void): Promise<CompiledGraph> {
  const context = await testDevice();
  const state = new State();
  const graph = new Graph();
  let count = 0;
  trace(graph, (shape) => state.variable(`test ${String(count++)}`, shape));
  await state.allocate(context);
  cleanUp.push(() => state.destroy(context));
  const result = await compile(context, graph, state);
  cleanUp.push(() => result.destroy());
  return result;
}

describe('compile', () => {
  test('drops what reaches no store and no effect', async () => {
    const { program } = await compiled((graph, variable) => {
      const x = graph.read(variable([8]));
      tanh(add(x, x));
      graph.store(exp(x), graph.read(variable([8])));
    });
    expect(program.dispatchCount).toBe(1);
  });

  test('reuses memory along a chain', async () => {
    const { bytes } = await compiled((graph, variable) => {
      let value = graph.read(variable([256]));
      for (let link = 0; link < 10; link++) value = tanh(value);
      graph.store(value, graph.read(variable([256])));
    });
    expect(bytes).toBe(2 * 256 * 4);
  });

  test('lets a stored value be born in its target', async () => {
    const { program, bytes } = await compiled((graph, variable) => {
      const x = graph.read(variable([8]));
      graph.store(square(x), graph.read(variable([8])));
    });
    expect(program.dispatchCount).toBe(1);
    expect(bytes).toBe(0);
  });

  test('lets gradients stored one after the other be born in slices of one variable', async () => {
    const { program } = await compiled((graph, variable) => {
      const x = graph.read(variable([8]));
      const flat = variable([128]);
      const [first, second] = [exp(x), square(x)];
      graph.store(first, graph.read(flat, [8], 0));
      graph.store(second, graph.read(flat, [8], 64));
    });
    expect(program.dispatchCount).toBe(2);
  });

  test('copies where the target is read between birth and store', async () => {
    const inputs = { x: { shape: [2], data: Float32Array.of(1, 2) }, other: { shape: [2], data: Float32Array.of(5, 6) } };
    const result = await evaluate(await testDevice(), inputs, ({ x, other }, graph) => {
      const twice = affine(other, 2);
      const before = affine(x, 1, 0.5);
      graph.store(twice, x);
      return { before, after: affine(x, 1, 0.5) };
    });
    expect([...result.before]).toEqual([1.5, 2.5]);
    expect([...result.after]).toEqual([10.5, 12.5]);
  });

  test('keeps a stored value for readers that come after its target is overwritten', async () => {
    const result = await evaluate(
      await testDevice(),
      { x: { shape: [2], data: Float32Array.of(1, 2) }, target: { shape: [2], data: new Float32Array(2) } },
      ({ x, target }) => {
        const value = affine(x, 2);
        x.graph.store(value, target);
        x.graph.store(affine(x, -1), target);
        return { value: affine(value, 1, 1), target };
      },
    );
    expect([...result.value]).toEqual([3, 5]);
    expect([...result.target]).toEqual([-1, -2]);
  });

  test('copies between slices of one variable', async () => {
    const data = Float32Array.from({ length: 128 }, (_, index) => index);
    const result = await evaluate(await testDevice(), { flat: { shape: [128], data } }, ({ flat }, graph) => {
      const { variable } = flat.origin as Extract<Tensor['origin'], { kind: 'variable' }>;
      graph.store(graph.read(variable, [64], 64), graph.read(variable, [64], 0));
      return { flat };
    });
    expect([...result.flat.subarray(0, 64)]).toEqual([...data.subarray(64)]);
  });

  test('applies an activation in the kernel of the matmul before it', async () => {
    const fused = await compiled((graph, variable) => {
      const product = matmul(graph.read(variable([4, 4])), graph.read(variable([4, 4])));
      graph.store(relu(product), graph.read(variable([4, 4])));
    });
    const plain = await compiled((graph, variable) => {
      const product = matmul(graph.read(variable([4, 4])), graph.read(variable([4, 4])));
      graph.store(product, graph.read(variable([4, 4])));
    });
    expect(fused.program.dispatchCount).toBe(plain.program.dispatchCount);
  });

  test('computes the same with and without the activation fused', async () => {
    const data = Float32Array.from({ length: 16 }, (_, index) => Math.sin(index));
    const inputs = { a: { shape: [4, 4], data }, b: { shape: [4, 4], data: data.toReversed() } };
    for (const activation of [relu, tanh, gelu]) {
      const fused = await evaluate(await testDevice(), inputs, ({ a, b }) => ({ y: activation(matmul(a, b)) }));
      const apart = await evaluate(await testDevice(), inputs, ({ a, b }) => {
        const product = matmul(a, b);
        return { y: activation(product), product };
      });
      expect(fused.y).toEqual(apart.y);
    }
  });

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

  test('leaves out what only a section that is left out reads', async () => {
    const { program } = await compiled((graph, variable) => {
      const x = graph.read(variable([8]));
      const [rare, common] = [exp(square(x)), affine(x, 2)];
      graph.store(common, graph.read(variable([8])));
      graph.section('rare', () => graph.store(add(rare, common), graph.read(variable([8]))));
    });
    expect(program.dispatchCount).toBe(4);
    expect(program.select((section) => section !== 'rare').dispatches).toHaveLength(1);
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

  test('keeps what a repeated section reads from before it until its last turn', async () => {
    const size = 64;
    const inputs = {
      x: { shape: [size], data: new Float32Array(size).fill(1) },
      sum: { shape: [size], data: new Float32Array(size) },
      kept: { shape: [size], data: new Float32Array(size) },
    };
    const { sum: total, kept } = await evaluate(await testDevice(), inputs, (tensors, graph) => {
      const own = affine(tensors.x, 3);
      const stored = affine(tensors.x, 5);
      graph.store(stored, tensors.kept);
      graph.repeat('turns', 4, () => {
        const first = add(tensors.sum, own);
        // Memory of `own` would be free from here on, and `kept` is overwritten after its last reader.
        const second = add(first, stored);
        graph.store(affine(second, 1, 1), tensors.sum);
        graph.store(affine(exp(second), 0), tensors.kept);
      });
      return { sum: tensors.sum, kept: tensors.kept };
    });
    expect(total).toEqual(new Float32Array(size).fill(4 * (3 + 5 + 1)));
    expect(kept).toEqual(new Float32Array(size));
  });

  test('refuses to repeat a section that exists, or to repeat it less than once', () => {
    const graph = new Graph();
    graph.repeat('turns', 2, () => graph.effect({ name: 'nothing', reads: [], updates: [], lower: () => [] }));
    expect(() => graph.repeat('turns', 2, () => undefined)).toThrow(/expected a new section/);
    expect(() => graph.repeat('others', 0, () => undefined)).toThrow(/got 0 turns/);
  });

  test.each([
    ['in memory of its own', false],
    ['in the variable it is stored to', true],
  ])('refuses a value that leaves a section that may be skipped, %s', async (_, stored) => {
    const leak = compiled((graph, variable) => {
      const value = graph.section('rare', () => square(graph.read(variable([8]))));
      if (stored) graph.section('rare', () => graph.store(value, graph.read(variable([8]))));
      graph.store(exp(value), graph.read(variable([8])));
    });
    await expect(leak).rejects.toThrow(/section always reads what section rare makes; store it in a variable/);
  });

  test('refuses a kernel that would read and write one variable', async () => {
    const aliased = compiled((graph, variable) => {
      const flat = variable([128]);
      const target = graph.read(flat, [4, 4], 64);
      accumulateGram(graph.read(flat, [2, 4], 0), graph.read(variable([2])), target, { scale: 1 });
    });
    await expect(aliased).rejects.toThrow(/keep its operands in different variables/);
  });

  test('refuses a kernel that would write one range twice, and lets it write two slices of one variable', async () => {
    const writing = (first: number, second: number): Promise<CompiledGraph> =>
      compiled((graph, variable) => {
        const flat = variable([192]);
        const updates = [graph.read(flat, [128], first), graph.read(flat, [64], second)] as const;
        const [coefficients, further] = updates;
        const lower = (): Kernel<Tensor>[] => [
          { shader: 'linalg/eigen-clear.wgsl', bindings: updates.map(readWrite), workgroups: [1, 1, 1] },
        ];
        graph.effect({ name: 'overlapping', reads: [], updates: [coefficients, further], lower });
      });
    await expect(writing(0, 64)).rejects.toThrow(/expected to write separate memory, got overlapping ranges of test/);
    await expect(writing(0, 128)).resolves.toBeDefined();
  });

  test('releases what it allocated when it fails', async () => {
    const { memory } = await testDevice();
    const before = memory.liveBytes;
    const unknown = compiled((graph, variable) => {
      const [x, target] = [graph.read(variable([8])), graph.read(variable([8]))];
      graph.store(exp(tanh(x)), target);
      const lower = (): Kernel<Tensor>[] => [{ shader: 'no-such.wgsl', bindings: [readWrite(target)], workgroups: [1, 1, 1] }];
      graph.effect({ name: 'unknown', reads: [], updates: [target], lower });
    });
    await expect(unknown).rejects.toThrow(/no-such/);
    for (const step of cleanUp.splice(0)) step();
    expect(memory.liveBytes).toBe(before);
  });

  test('keeps all constants in one buffer', async () => {
    const context = await testDevice();
    const buffers = context.memory.liveBuffers;
    const { bytes } = await compiled((graph, variable) => {
      const [a, b] = [graph.read(variable([4, 4])), graph.read(variable([4, 4]))];
      graph.store(matmul(a, b), graph.read(variable([4, 4])));
      graph.store(matmul(b, a), graph.read(variable([4, 4])));
      graph.store(matmul(b, a, { scale: 2 }), graph.read(variable([4, 4])));
    });
    expect(context.memory.liveBuffers - buffers).toBe(5 + 1);
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

describe('a state', () => {
  test('cannot be allocated again once it is destroyed, nor on another device', async () => {
    const context = await testDevice();
    const state = new State();
    state.variable('test', [4]);
    await state.allocate(context);
    await expect(state.allocate({ ...context, device: {} as GPUDevice })).rejects.toThrow(/belongs to a past device; declare it anew/);
    state.destroy(context);
    await expect(state.allocate(context)).rejects.toThrow(ShapeError);
  });

  test('gives a further trace the variables of the one before, by label', () => {
    const state = new State();
    const weights = state.variable('weights', [4], Float32Array.of(1, 2, 3, 4));
    const gradient = state.scratch('gradient', [4]);
    state.retrace();
    expect(state.variable('weights', [4], new Float32Array(4))).toBe(weights);
    expect(state.scratch('gradient', [4])).toBe(gradient);
    expect(() => state.variable('weights', [4])).toThrow(/expected a label of its own/);
    const fresh = state.variable('only here', [2]);
    expect(state.kept).toEqual([weights, fresh]);
    state.retrace();
    expect(() => state.variable('weights', [8])).toThrow(
      "variable weights: expected f32 [4] as in the trace before, got f32 [8]; what depends on the minibatch's size can be no variable",
    );
  });

  test('refuses a label twice and keeps all but scratch', () => {
    const state = new State();
    const weights = state.variable('weights', [4]);
    const step = state.variable('step', [2], 'u32');
    state.scratch('gradient', [4]);
    expect(() => state.variable('weights', [4])).toThrow(/expected a label of its own in this state, got one that is taken/);
    expect(() => state.variable('gradient', [2])).toThrow(ShapeError);
    expect(state.kept).toEqual([weights, step]);
  });
});
