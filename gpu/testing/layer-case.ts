import { sizeOf, type Shape } from '../graph/tensor.ts';
import type { Layer } from '../nn/layer.ts';
import { columnMoments } from '../nn/moments.ts';
import type { OpCase } from './op-case.ts';
import { ROUND_OFF } from './tolerances.ts';

/** Results are sums of at most this many products of numbers near one, through functions with slopes near one. */
const TERMS = 256;

export interface LayerReference {
  /** Shapes of the inputs, the batch first. */
  readonly inputs: readonly Shape[];
  /** The layer in float64, on row-major elements of its inputs, then of its weights. */
  readonly reference: (operands: readonly Float64Array[]) => ArrayLike<number>;
}

/** A layer as a function of its inputs and weights, to be compared with float64. */
export function layerCase(layer: Layer, { inputs, reference }: LayerReference): OpCase {
  return {
    inputs: [...inputs, ...layer.weights.map(({ shape }) => shape)].map((shape) => ({ shape, minimum: -1, maximum: 1 })),
    apply(operands) {
      const [first, ...others] = operands.slice(0, inputs.length);
      return layer.apply([first!, ...others], operands.slice(inputs.length), {
        graph: first!.graph,
        cases: first!.shape[0]!,
        counter: null,
        momentsOf: columnMoments,
        register: () => undefined,
        attend: () => undefined,
      });
    },
    reference,
    allowed: (operands) => TERMS * ROUND_OFF * Math.max(1, ...Array.from(reference(operands), Math.abs)),
  };
}

/** A row-major array of a function of its indices. */
export function tabulate(shape: Shape, element: (...indices: number[]) => number): Float64Array {
  return new Float64Array(sizeOf(shape)).map((_, index) => {
    const indices: number[] = [];
    let rest = index;
    for (const extent of shape.toReversed()) {
      indices.unshift(rest % extent);
      rest = Math.floor(rest / extent);
    }
    return element(...indices);
  });
}

/** `[x, 1] · weight` of rows, `[rows, inputs]` and `[inputs + 1, outputs]`. */
export function affineRows(x: Float64Array, weight: Float64Array, inputs: number, outputs: number): Float64Array {
  return tabulate([x.length / inputs, outputs], (row, output) => {
    let sum = weight[inputs * outputs + output]!;
    for (let input = 0; input < inputs; input++) sum += x[row * inputs + input]! * weight[input * outputs + output]!;
    return sum;
  });
}
