import { ShapeError } from '../runtime/errors.ts';
import { matmul } from '../ops/matmul.ts';
import type { Initialisation } from './initialise.ts';
import type { Layer } from './layer.ts';

/** A fully connected layer, `[batch, inputs]` → `[batch, outputs]`, with its bias as the weight's last row. */
export function dense(name: string, inputs: number, outputs: number, initialisation: Initialisation): Layer {
  return {
    name,
    weight: { shape: [inputs + 1, outputs], initialisation },
    apply(input, weight, register) {
      if (weight === null) throw new ShapeError(`dense ${name}: expected a weight, got none; pass the slice of its declaration`);
      const preactivation = matmul(input, weight, { homogeneous: true });
      register({ name, weight, input, preactivation });
      return preactivation;
    },
  };
}
