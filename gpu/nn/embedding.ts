import { sizeOf } from '../graph/tensor.ts';
import { constant } from '../ops/constant.ts';
import { add } from '../ops/binary.ts';
import { gatherRows } from '../ops/rows.ts';
import type { Layer } from './layer.ts';

/** A row of a table `[vocabulary, units]` for each token, u32 `[cases, length]` → `[cases, length, units]`. */
export function embedding(name: string, vocabulary: number, units: number): Layer {
  return {
    name,
    weights: [{ name, shape: [vocabulary, units], use: 'embedding', initialisation: 'embedding' }],
    apply([tokens], [table], { graph, register }) {
      const indices = graph.reshape(tokens, [sizeOf(tokens.shape)]);
      const rows = gatherRows(table!, indices);
      register(0, indices, rows);
      return graph.reshape(rows, [...tokens.shape, units]);
    },
  };
}

/** Adds a learned row of a table `[length, units]` to each position of `[cases, length, units]`. */
export function learnedPositions(name: string, length: number, units: number): Layer {
  return {
    name,
    weights: [{ name, shape: [length, units], use: 'embedding', initialisation: 'embedding' }],
    apply([input], [table], { graph, cases, register }) {
      const indices = constant(
        graph,
        [cases * length],
        Uint32Array.from({ length: cases * length }, (_, row) => row % length),
      );
      const rows = gatherRows(table!, indices);
      register(0, indices, rows);
      return add(input, graph.reshape(rows, input.shape));
    },
  };
}

/** Adds sines and cosines of the position, of wavelengths from 2π to 20,000π (Vaswani et al. 2017, §3.5); it has no weights. */
export function sinusoidalPositions(name: string, length: number, units: number): Layer {
  const encoding = Float32Array.from({ length: length * units }, (_, index) => {
    const [position, unit] = [Math.floor(index / units), index % units];
    const angle = position / 10_000 ** ((unit - (unit % 2)) / units);
    return unit % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return { name, weights: [], apply: ([input], _, { graph }) => add(input, constant(graph, [length, units], encoding)) };
}
