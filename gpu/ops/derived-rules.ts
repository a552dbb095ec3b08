import { defineOp, type OpDefinition } from '../graph/define-op.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { jvp, vjp } from './differentiate.ts';
import { elementwise } from './elementwise.ts';

/** A tensor as another one, so that derivatives by it do not follow what it was made from. */
const apart: (inputs: readonly [Tensor], attributes: null) => Tensor = defineOp<null>({
  name: 'apart',
  shape: ([x]) => x!.shape,
  lower: (_, [x], output) => elementwise('elementwise/copy.wgsl', sizeOf(output.shape), [read(x!), readWrite(output)]),
  vjp: (cotangent) => [cotangent],
  jvp: ([tangent]) => tangent!,
});

/**
 * Derivatives of an operation whose one kernel computes what several others would: those of the others, which trace them
 * anew. An operation gives rules of its own where its derivatives are computed in every step.
 * @param meaning what the operation computes, from others
 */
export function derivedRules<Attributes>(
  meaning: (inputs: readonly Tensor[], attributes: Attributes) => Tensor,
): Pick<OpDefinition<Attributes>, 'vjp' | 'jvp'> {
  const separate = (inputs: readonly Tensor[]): Tensor[] => inputs.map((input) => apart([input], null));
  return {
    vjp(cotangent, inputs, _, attributes) {
      const operands = separate(inputs);
      return vjp(meaning(operands, attributes), cotangent, operands);
    },
    jvp(tangents, inputs, _, attributes) {
      const operands = separate(inputs);
      const moves = operands.flatMap((operand, index) => (tangents[index] ? [[operand, tangents[index]] as const] : []));
      return jvp(meaning(operands, attributes), new Map(moves));
    },
  };
}
