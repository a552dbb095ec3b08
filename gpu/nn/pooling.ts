import { sizeOf } from '../graph/tensor.ts';
import { averagePool, maximumPool, type PoolWindow } from '../ops/pool.ts';
import type { Layer } from './layer.ts';

/** What a window of numbers becomes. */
export type PoolingKind = 'maximum' | 'average';

const POOLS = { maximum: maximumPool, average: averagePool } as const;

/** One number for each window and channel, `[cases, height, width, channels]` → `[cases, …, channels]`. */
export function pooling(name: string, kind: PoolingKind, window: PoolWindow): Layer {
  return { name, weights: [], apply: ([input]) => POOLS[kind](input, window) };
}

/** One number for each channel over all positions, `[cases, …, channels]` → `[cases, channels]`. */
export function globalPooling(name: string, kind: PoolingKind): Layer {
  return {
    name,
    weights: [],
    apply([input], _, { graph, cases }) {
      const channels = input.shape.at(-1)!;
      const positions = sizeOf(input.shape) / (cases * channels);
      const column = graph.reshape(input, [cases, positions, 1, channels]);
      return graph.reshape(POOLS[kind](column, { kernel: [positions, 1] }), [cases, channels]);
    },
  };
}
