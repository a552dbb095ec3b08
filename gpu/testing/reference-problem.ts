import { bernoulliCrossEntropy } from '../losses/bernoulli-cross-entropy.ts';
import type { Loss } from '../losses/loss.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { squaredError } from '../losses/squared-error.ts';
import { activation } from '../nn/activation.ts';
import { dense } from '../nn/dense.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import { sequential, type Model } from '../nn/network.ts';

/** A dense net with first weights and data, as the programs of bench/reference/ write it; arrays are flat, row by row. */
export interface ReferenceProblem {
  readonly name: string;
  /** Inputs, hidden widths, outputs. */
  readonly widths: readonly number[];
  /** After each layer. */
  readonly activations: readonly ('tanh' | 'relu' | 'linear')[];
  readonly loss: Loss['name'];
  /** Cases a step sees. */
  readonly batch: number;
  /** `[inputs + 1, outputs]` of each layer. */
  readonly weights: readonly (readonly number[])[];
  /** `[cases, inputs]`. */
  readonly inputs: readonly number[];
  /** Class numbers `[cases]`, or values `[cases, outputs]`. */
  readonly targets: readonly number[];
}

export interface Minibatch {
  readonly inputs: Float32Array;
  readonly targets: Float32Array | Uint32Array;
}

export function modelOf({ widths, activations }: ReferenceProblem): Model {
  return sequential(
    activations.flatMap((kind, layer) => {
      const linear = dense(`dense ${String(layer)}`, widths[layer]!, widths[layer + 1]!, 'glorot');
      return kind === 'linear' ? [linear] : [linear, activation(`${kind} ${String(layer)}`, kind)];
    }),
  );
}

export function lossOf({ loss }: ReferenceProblem): Loss {
  switch (loss) {
    case 'softmax-cross-entropy':
      return softmaxCrossEntropy;
    case 'bernoulli-cross-entropy':
      return bernoulliCrossEntropy;
    case 'squared-error':
      return squaredError;
  }
}

/** The minibatch of a 1-based step: the next rows of the data, round and round. */
export function minibatchOf({ widths, loss, batch, inputs, targets }: ReferenceProblem, step: number): Minibatch {
  const features = widths[0]!;
  const first = ((step - 1) * batch) % (inputs.length / features);
  const rows = (values: readonly number[], columns: number): readonly number[] => values.slice(first * columns, (first + batch) * columns);
  return {
    inputs: Float32Array.from(rows(inputs, features)),
    targets: loss === 'softmax-cross-entropy' ? Uint32Array.from(rows(targets, 1)) : Float32Array.from(rows(targets, widths.at(-1)!)),
  };
}

/** Layers of parameters laid into one flat buffer. */
export function flatten(layout: ParameterLayout, layers: readonly (readonly number[])[]): Float32Array {
  const flat = new Float32Array(layout.size);
  for (const [layer, { offset }] of layout.slices.entries()) flat.set(layers[layer]!, offset);
  return flat;
}
