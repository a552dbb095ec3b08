import type { Kernel } from '../runtime/kernel.ts';
import type { AdapterFacts } from '../runtime/adapter-facts.ts';
import type { MadeBy } from './made-by.ts';
import type { GraphLowering, Operand, OpNode, OpRules, Part } from './node.ts';
import type { DType, Shape, Tensor } from './tensor.ts';

type Lower<Attributes> = (
  context: GraphLowering,
  inputs: readonly Tensor[],
  output: Tensor,
  attributes: Attributes,
) => readonly Kernel<Operand>[];

/** Another way to an operation's result: from what one of its inputs was made of. */
export interface WayAround<Attributes> {
  /** The operation whose result need not be read. */
  readonly past: OpNode;
  readonly inputs: readonly Tensor[];
  readonly lower: Lower<Attributes>;
}

/** Everything an operation must say of itself; a missing rule does not compile. */
export interface OpDefinition<Attributes> {
  readonly name: string;
  /** The shape of the result. @throws ShapeError with expectation, what came, and a remedy. */
  shape(inputs: readonly Tensor[], attributes: Attributes): Shape;
  readonly lower: Lower<Attributes>;
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
  /** A way on this adapter that passes an input by, where there is one that costs less. */
  wayAround?(facts: AdapterFacts, inputs: readonly Tensor[], output: Tensor, attributes: Attributes): WayAround<Attributes> | null;
  /** Where others look up how results were made. */
  readonly made?: MadeBy<Attributes>;
  /** The part of its first input that is the result, when it is no more than that. */
  part?(inputs: readonly Tensor[], attributes: Attributes): Part | null;
}

/** Makes the function that records an operation. */
export function defineOp<Attributes>(
  definition: OpDefinition<Attributes>,
): (inputs: readonly [Tensor, ...Tensor[]], attributes: Attributes) => Tensor {
  const { name, fuse } = definition;
  const lowerWith =
    (attributes: Attributes, lower: Lower<Attributes>): OpRules['lower'] =>
    (context, inputs, output) =>
      lower(context, inputs, output, attributes);
  const fuseWith = (attributes: Attributes, lower: Lower<Attributes>): OpRules['fuse'] =>
    fuse === undefined ? null : (activation) => lowerWith(fuse(attributes, activation), lower);
  return (inputs, attributes) => {
    const shape = definition.shape(inputs, attributes);
    const rules: OpRules = {
      name,
      lower: lowerWith(attributes, definition.lower),
      vjp: (cotangent, primals, output) => definition.vjp(cotangent, primals, output, attributes),
      jvp: (tangents, primals, output) => definition.jvp(tangents, primals, output, attributes),
      fuse: fuseWith(attributes, definition.lower),
      wayAround: (facts, primals, output) => {
        const way = definition.wayAround?.(facts, primals, output, attributes) ?? null;
        if (way === null) return null;
        return { past: way.past, inputs: way.inputs, lower: lowerWith(attributes, way.lower), fuse: fuseWith(attributes, way.lower) };
      },
      activation: definition.activation?.(attributes) ?? null,
      part: definition.part?.(inputs, attributes) ?? null,
    };
    const { dtype = 'f32' } = definition;
    const output = inputs[0].graph.record(rules, inputs, shape, dtype === 'input' ? inputs[0].dtype : dtype);
    if (output.origin.kind === 'op') definition.made?.note(output.origin.node, attributes);
    return output;
  };
}
