import { describe, expect, test } from 'vitest';
import { accumulateGram } from '../ops/gram.ts';
import { readWrite, type Kernel } from '../runtime/kernel.ts';
import { compileTrace } from '../testing/compile-trace.ts';
import type { Tensor } from './tensor.ts';

describe('a program', () => {
  test('refuses a kernel that would read and write one variable', async () => {
    const aliased = compileTrace((graph, variable) => {
      const flat = variable([128]);
      const target = graph.read(flat, [4, 4], 64);
      accumulateGram(graph.read(flat, [2, 4], 0), graph.read(variable([2])), target, { scale: 1 });
    });
    await expect(aliased).rejects.toThrow(/keep its operands in different variables/);
  });

  test('refuses a kernel that would write one range twice, and lets it write two slices of one variable', async () => {
    const writing = (first: number, second: number): Promise<unknown> =>
      compileTrace((graph, variable) => {
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
});
