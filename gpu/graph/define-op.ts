import type { Kernel } from '../runtime/kernel.ts';
import type { GraphLowering, Operand, OpRules, Part } from './node.ts';
import type { DType, Shape, Tensor } from './tensor.ts';

/** Everything an operation must say of itself; a missing rule does not compile. */
export interface OpDefinition<Attributes> {
  readonly name: string;
  /** The shape of the result. @throws ShapeError with expectation, what came, and a remedy. */
  shape(inputs: readonly Tensor[], attributes: Attributes): Shape;
  lower(context: GraphLowering, inputs: readonly Tensor[], output: Tensor, attributes: Attributes): readonly Kernel<Operand>[];
  /** Cotangents of the inputs from the cotangent of the output; null for an input that carries none. */
  vjp(cotangent: Tensor, inputs: readonly Tensor[], output: Tensor, attributes: Attributes): readonly (Tensor | null)[];
  /** Tangent of the output from those of the inputs, where null stands for zero. */
  jvp(tangents: readonly (Tensor | null)[], inputs: readonly Tensor[], output: Tensor, attributes: Attributes): Tensor | null;
  /** Of the result; f32 when absent. `input`: that of the first input. */
  readonly dtype?: DType | 'input';
  /** The attributes with which this operation applies an activation in its own kernel. */
  readonly fuse?: (attributes: Attributes, activation: string) => Attributes;
  /** The activation these attributes stand for, when another operation's kernel may apply it. */
  activation?(attributes: Attributes): string | null;
  /** The part of its first input that is the result, when it is no more than that. */
  part?(inputs: readonly Tensor[], attributes: Attributes): Part | null;
}

/** Makes the function that records an operation. */
export function defineOp<Attributes>(
  definition: OpDefinition<Attributes>,
): (inputs: readonly [Tensor, ...Tensor[]], attributes: Attributes) => Tensor {
  const { name, fuse } = definition;
  const lowerWith =
    (attributes: Attributes): OpRules['lower'] =>
    (context, inputs, output) =>
      definition.lower(context, inputs, output, attributes);
  return (inputs, attributes) => {
    const shape = definition.shape(inputs, attributes);
    const rules: OpRules = {
      name,
      lower: lowerWith(attributes),
      vjp: (cotangent, primals, output) => definition.vjp(cotangent, primals, output, attributes),
      jvp: (tangents, primals, output) => definition.jvp(tangents, primals, output, attributes),
      fuse: fuse === undefined ? null : (activation) => lowerWith(fuse(attributes, activation)),
      activation: definition.activation?.(attributes) ?? null,
      part: definition.part?.(inputs, attributes) ?? null,
    };
    const { dtype = 'f32' } = definition;
    return inputs[0].graph.record(rules, inputs, shape, dtype === 'input' ? inputs[0].dtype : dtype);
  };
}
