import { CLASSES, CNN, digits, GRU, labels, layersOf, PIXELS, tokens, TRANSFORMER } from '../inputs.ts';
import type { TrainedModel } from '../measures.ts';
import { parametersOf } from '../model-parameters.ts';
import type { Tensor, TensorFlow, Variable } from './tfjs-api.ts';

/** A model on its batch. */
export interface TensorFlowModel {
  readonly parameters: readonly Variable[];
  readonly loss: () => Tensor;
  /** Other tensors that it keeps. */
  readonly kept: readonly Tensor[];
}

/** Outputs from inputs; `next` gives the parameters one after the other. */
type Forward = (x: Tensor, next: () => Tensor) => Tensor;

export function tensorFlowModel(tf: TensorFlow, model: TrainedModel, batch: number): TensorFlowModel {
  const parameters = parametersOf(model).map(({ shape, values }) => tf.variable(tf.tensor(values, shape)));
  const forward = forwardOf(tf, model, batch);
  const { inputs, targets } = batchOf(tf, model, batch);
  return {
    parameters,
    kept: [inputs, targets],
    loss() {
      const values = parameters.values();
      const h = forward(inputs, () => values.next().value!);
      // The mean over all pixels times their number is the sum over pixels, averaged over cases.
      return model === 'autoencoder'
        ? tf.mul(tf.losses.sigmoidCrossEntropy(targets, h), PIXELS)
        : tf.losses.softmaxCrossEntropy(targets, h);
    },
  };
}

function batchOf(tf: TensorFlow, model: TrainedModel, batch: number): { readonly inputs: Tensor; readonly targets: Tensor } {
  const classes = (numbers: Int32Array, count: number): Tensor => tf.cast(tf.oneHot(tf.tensor1d(numbers, 'int32'), count), 'float32');
  if (model === 'transformer') {
    const text = tokens(batch);
    return {
      inputs: tf.tensor1d(Int32Array.from(text.inputs), 'int32'),
      targets: classes(Int32Array.from(text.targets), TRANSFORMER.vocabulary),
    };
  }
  const pixels = tf.tensor(
    Float32Array.from(digits(batch), (byte) => byte / 255),
    [batch, PIXELS],
  );
  return { inputs: pixels, targets: model === 'autoencoder' ? pixels : classes(Int32Array.from(labels(batch)), CLASSES) };
}

function forwardOf(tf: TensorFlow, model: TrainedModel, batch: number): Forward {
  switch (model) {
    case 'mlp':
    case 'autoencoder':
      return fullyConnected(tf, model);
    case 'cnn':
      return convolutional(tf, batch);
    case 'gru':
      return recurrent(tf, batch);
    case 'transformer':
      return transformer(tf, batch);
  }
}

function dense(tf: TensorFlow, x: Tensor, next: () => Tensor): Tensor {
  return tf.add(tf.matMul(x, next()), next());
}

function fullyConnected(tf: TensorFlow, model: 'mlp' | 'autoencoder'): Forward {
  return (x, next) =>
    layersOf(model).reduce((h, { tanh }) => {
      const s = dense(tf, h, next);
      return tanh ? tf.tanh(s) : s;
    }, x);
}

function convolutional(tf: TensorFlow, batch: number): Forward {
  return (x, next) => {
    const images = tf.reshape(x, [batch, CNN.side, CNN.side, 1]);
    const h = CNN.filters.reduce((y) => tf.maxPool(tf.relu(tf.add(tf.conv2d(y, next(), 1, 'same'), next())), 2, 2, 'valid'), images);
    return dense(tf, tf.reshape(h, [batch, CNN.features]), next);
  };
}

function recurrent(tf: TensorFlow, batch: number): Forward {
  const { steps, inputs, units } = GRU;
  return (x, next) => {
    const ofInputs = tf.reshape(dense(tf, tf.reshape(x, [batch * steps, inputs]), next), [batch, steps, 3 * units]);
    const [weight, bias] = [next(), next()];
    let state = tf.zeros([batch, units]);
    for (let step = 0; step < steps; step++) {
      const ofInput = tf.reshape(tf.slice(ofInputs, [0, step, 0], [batch, 1, 3 * units]), [batch, 3 * units]);
      const ofState = tf.add(tf.matMul(state, weight), bias);
      const columns = (of: Tensor, first: number, count: number): Tensor => tf.slice(of, [0, first], [batch, count]);
      const gates = tf.sigmoid(tf.add(columns(ofInput, 0, 2 * units), columns(ofState, 0, 2 * units)));
      const recurrence = tf.mul(columns(gates, 0, units), columns(ofState, 2 * units, units));
      const candidate = tf.tanh(tf.add(columns(ofInput, 2 * units, units), recurrence));
      state = tf.add(candidate, tf.mul(columns(gates, units, units), tf.sub(state, candidate)));
    }
    return dense(tf, state, next);
  };
}

function transformer(tf: TensorFlow, batch: number): Forward {
  const { layers, heads, units, context } = TRANSFORMER;
  const rows = batch * context;
  const norm = (x: Tensor, next: () => Tensor): Tensor => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centred), -1, true);
    return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, tf.scalar(1e-5)))), next()), next());
  };
  const unseen = Float32Array.from({ length: context * context }, (_, index) =>
    index % context > Math.floor(index / context) ? -1e30 : 0,
  );
  const attention = (x: Tensor, next: () => Tensor): Tensor => {
    const all = dense(tf, x, next);
    const side = (place: number): Tensor =>
      tf.transpose(tf.reshape(tf.slice(all, [0, place * units], [rows, units]), [batch, context, heads, units / heads]), [0, 2, 1, 3]);
    const scores = tf.mul(tf.matMul(side(0), side(1), false, true), Math.sqrt(heads / units));
    const mixed = tf.matMul(tf.softmax(tf.add(scores, tf.tensor(unseen, [context, context]))), side(2));
    return dense(tf, tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows, units]), next);
  };
  const gelu = (x: Tensor): Tensor => {
    const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, tf.add(tf.tanh(inner), tf.scalar(1))), 0.5);
  };
  return (ids, next) => {
    const embedded = tf.reshape(tf.gather(next(), ids), [batch, context, units]);
    let h = tf.reshape(tf.add(embedded, next()), [rows, units]);
    for (let block = 0; block < layers; block++) {
      h = tf.add(h, attention(norm(h, next), next));
      h = tf.add(h, dense(tf, gelu(dense(tf, norm(h, next), next)), next));
    }
    return dense(tf, norm(h, next), next);
  };
}
