import { matmul } from '../ops/matmul.ts';
import type { Layer } from './layer.ts';
import { onRows } from './rows.ts';

/**
 * Scores every token by the inner product with its row of a table `[vocabulary, units]`, which is an embedding's (Press & Wolf 2017):
 * `[…, units]` → `[…, vocabulary]`. There is no bias.
 */
export function tiedOutput(name: string, vocabulary: number, units: number): Layer {
  return {
    name,
    weights: [{ name, shape: [vocabulary, units], use: 'tied-embedding', initialisation: 'embedding' }],
    apply: ([input], [table], { register }) =>
      onRows(input, (rows) => {
        const scores = matmul(rows, table!, { transposeB: true });
        register(0, rows, scores);
        return scores;
      }),
  };
}
