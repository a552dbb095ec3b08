import { matmul } from '../ops/matmul.ts';
import type { Initialisation } from './initialise.ts';
import type { Layer } from './layer.ts';
import { onRows } from './rows.ts';

/** A fully connected layer on the last axis, `[…, inputs]` → `[…, outputs]`, with its bias as the weight's last row. */
export function dense(name: string, inputs: number, outputs: number, initialisation: Initialisation): Layer {
  return {
    name,
    weights: [{ name, shape: [inputs + 1, outputs], use: 'dense', initialisation }],
    apply: ([input], [weight], { register }) =>
      onRows(input, (rows) => {
        const preactivation = matmul(rows, weight!, { homogeneous: true });
        register(0, rows, preactivation);
        return preactivation;
      }),
  };
}
