import type { Tensor } from '../graph/tensor.ts';
import { causal } from '../ops/causal.ts';
import { contract } from '../ops/contract.ts';
import { matmul } from '../ops/matmul.ts';
import { slice } from '../ops/slice.ts';
import { softmax } from '../ops/softmax.ts';
import type { Initialisation } from './initialise.ts';
import type { Layer } from './layer.ts';

export interface AttentionOptions {
  /** Numbers of a position, a multiple of the heads. */
  readonly units: number;
  readonly heads: number;
  /** Whether a position sees itself and those before it alone. */
  readonly causal: boolean;
  readonly initialisation: Initialisation;
}

/** Before the softmax, a score that leaves no weight. */
const UNSEEN = -1e30;

/**
 * Multi-head self-attention on `[cases, length, units]` (Vaswani et al. 2017, §3.2). Queries, keys and values share one weight
 * `[units + 1, 3 · units]`, in that order and each head by head, since they share their inputs; the heads' results meet
 * another, `[units + 1, units]`.
 */
export function attention(name: string, { units, heads, causal: isCausal, initialisation }: AttentionOptions): Layer {
  return {
    name,
    weights: [
      {
        name: `${name} heads`,
        shape: [units + 1, 3 * units],
        use: 'dense',
        groups: { outputs: { count: 3 * heads, of: 'head' } },
        initialisation,
      },
      {
        name: `${name} output`,
        shape: [units + 1, units],
        use: 'dense',
        groups: { inputs: { count: heads, of: 'head' } },
        initialisation,
      },
    ],
    apply([input], [headsWeight, outputWeight], { graph, cases, register, attend }) {
      const length = input.shape[1]!;
      const rows = graph.reshape(input, [cases * length, units]);
      const all = matmul(rows, headsWeight!, { homogeneous: true });
      register(0, rows, all);
      const side = (place: number): Tensor => graph.reshape(slice(all, 1, place * units, units), [cases, length, heads, units / heads]);
      const scores = contract(side(0), side(1), 'nihk,njhk->nhij', { scale: Math.sqrt(heads / units) });
      const weights = softmax(isCausal ? causal(scores, UNSEEN) : scores);
      attend(weights);
      const mixed = graph.reshape(contract(weights, side(2), 'nhij,njhk->nihk'), [cases * length, units]);
      const result = matmul(mixed, outputWeight!, { homogeneous: true });
      register(1, mixed, result);
      return graph.reshape(result, input.shape);
    },
  };
}
