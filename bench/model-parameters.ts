import { CLASSES, CNN, GRU, layersOf, TRANSFORMER, uniforms } from './inputs.ts';
import type { TrainedModel } from './measures.ts';

/** Initial content of a weight or a bias. */
export interface InitialParameter {
  /** `[inputs, outputs]`, `[kernel, kernel, channels, filters]` or `[outputs]`. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The parameters of a model as the peers keep them, each layer's weight before its bias, in the order of their use. */
export function parametersOf(model: TrainedModel): readonly InitialParameter[] {
  return layersIn(model).flat();
}

function layersIn(model: TrainedModel): readonly (readonly InitialParameter[])[] {
  switch (model) {
    case 'mlp':
    case 'autoencoder':
      return layersOf(model).map(({ inputs, outputs }) => dense(inputs, outputs));
    case 'cnn': {
      const convolutions = CNN.filters.map((filters, index) => {
        const channels = CNN.filters[index - 1] ?? 1;
        return [glorot([CNN.kernel, CNN.kernel, channels, filters]), filled(filters, 0)];
      });
      return [...convolutions, dense(CNN.features, CLASSES)];
    }
    case 'gru':
      return [dense(GRU.inputs, 3 * GRU.units), dense(GRU.units, 3 * GRU.units), dense(GRU.units, CLASSES)];
    case 'transformer': {
      const { layers, units, hidden, context, vocabulary } = TRANSFORMER;
      const norm = [filled(units, 1), filled(units, 0)];
      const block = [norm, dense(units, 3 * units), dense(units, units), norm, dense(units, hidden), dense(hidden, units)];
      const blocks = Array.from({ length: layers }, () => block).flat();
      return [[glorot([vocabulary, units])], [glorot([context, units])], ...blocks, norm, dense(units, vocabulary)];
    }
  }
}

function dense(inputs: number, outputs: number): readonly InitialParameter[] {
  return [glorot([inputs, outputs]), filled(outputs, 0)];
}

function glorot(shape: readonly number[]): InitialParameter {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const taps = shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
  const bound = Math.sqrt(6 / (taps * (inputs + outputs)));
  return { shape, values: uniforms(taps * inputs * outputs, inputs + outputs).map((value) => bound * value) };
}

function filled(outputs: number, value: number): InitialParameter {
  return { shape: [outputs], values: new Float32Array(outputs).fill(value) };
}
