import { CLASSES, CNN, digits, GRU, labels, layersOf, PIXELS, tokens, TRANSFORMER } from '../inputs.ts';
import type { TrainedModel } from '../measures.ts';
import { parametersOf } from '../model-parameters.ts';
import type { Jax, JaxArray } from './jax-js-api.ts';

/** A model and its batch; whoever calls `loss` gives its operands away. */
export interface JaxModel {
  readonly parameters: JaxArray[];
  readonly inputs: JaxArray;
  readonly targets: JaxArray;
  readonly loss: (parameters: JaxArray[], inputs: JaxArray, targets: JaxArray) => JaxArray;
}

/** Outputs from inputs; `next` gives the parameters one after the other. */
type Forward = (x: JaxArray, next: () => JaxArray) => JaxArray;

export function jaxModel(jax: Jax, model: TrainedModel, batch: number): JaxModel {
  const { numpy: np, nn } = jax;
  const forward = forwardOf(jax, model, batch);
  const parameters = parametersOf(model).map(({ shape, values }) => {
    // Filters come first here.
    const [height, width, channels, filters] = shape;
    return np.array(values).reshape(filters === undefined ? [...shape] : [filters, channels!, height!, width!]);
  });
  const { inputs, targets, terms } = batchOf(jax, model, batch);
  return {
    parameters,
    inputs,
    targets,
    loss(given, x, y) {
      const values = given.values();
      const h = forward(x, () => values.next().value!);
      const total = model === 'autoencoder' ? nn.softplus(h.ref).sub(h.mul(y)).sum() : nn.logSoftmax(h).mul(y).sum().mul(-1);
      return total.mul(1 / terms);
    },
  };
}

function batchOf({ numpy: np, nn }: Jax, model: TrainedModel, batch: number): Pick<JaxModel, 'inputs' | 'targets'> & { terms: number } {
  if (model === 'transformer') {
    const { context, vocabulary } = TRANSFORMER;
    const text = tokens(batch);
    const rows = (ids: Uint32Array): JaxArray => np.array(Int32Array.from(ids)).reshape([batch * context]);
    return { inputs: rows(text.inputs), targets: nn.oneHot(rows(text.targets), vocabulary), terms: batch * context };
  }
  const pixels = np.array(Float32Array.from(digits(batch), (byte) => byte / 255)).reshape([batch, PIXELS]);
  if (model === 'autoencoder') return { inputs: pixels.ref, targets: pixels, terms: batch };
  return { inputs: pixels, targets: nn.oneHot(np.array(Int32Array.from(labels(batch))), CLASSES), terms: batch };
}

function forwardOf(jax: Jax, model: TrainedModel, batch: number): Forward {
  switch (model) {
    case 'mlp':
    case 'autoencoder':
      return fullyConnected(jax, model);
    case 'cnn':
      return convolutional(jax, batch);
    case 'gru':
      return recurrent(jax, batch);
    case 'transformer':
      return transformer(jax, batch);
  }
}

function dense({ numpy: np }: Jax, x: JaxArray, next: () => JaxArray): JaxArray {
  return np.matmul(x, next()).add(next());
}

function fullyConnected(jax: Jax, model: 'mlp' | 'autoencoder'): Forward {
  return (x, next) =>
    layersOf(model).reduce((h, { tanh }) => {
      const s = dense(jax, h, next);
      return tanh ? jax.numpy.tanh(s) : s;
    }, x);
}

function convolutional(jax: Jax, batch: number): Forward {
  const { numpy: np, nn, lax } = jax;
  return (x, next) => {
    let h = x.reshape([batch, 1, CNN.side, CNN.side]);
    for (const [index, filters] of CNN.filters.entries()) {
      const half = CNN.side / 2 ** (index + 1);
      const s = lax.conv(h, next(), [1, 1], 'SAME').add(next().reshape([1, filters, 1, 1]));
      h = np.max(nn.relu(s).reshape([batch, filters, half, 2, half, 2]), [3, 5]);
    }
    return dense(jax, h.reshape([batch, CNN.features]), next);
  };
}

function recurrent(jax: Jax, batch: number): Forward {
  const { numpy: np, nn } = jax;
  const { steps, inputs, units } = GRU;
  return (x, next) => {
    const ofInputs = dense(jax, x.reshape([batch * steps, inputs]), next).reshape([batch, steps, 3 * units]);
    const [weight, bias] = [next(), next()];
    let state = np.zeros([batch, units]);
    for (let step = 0; step < steps; step++) {
      const ofInput = ofInputs.ref.slice([], step, []);
      const ofState = np.matmul(state.ref, weight.ref).add(bias.ref);
      const gates = nn.sigmoid(ofInput.ref.slice([], [0, 2 * units]).add(ofState.ref.slice([], [0, 2 * units])));
      const recurrence = gates.ref.slice([], [0, units]).mul(ofState.slice([], [2 * units]));
      const candidate = np.tanh(ofInput.slice([], [2 * units]).add(recurrence));
      state = candidate.ref.add(gates.slice([], [units]).mul(state.sub(candidate)));
    }
    for (const array of [ofInputs, weight, bias]) array.dispose();
    return dense(jax, state, next);
  };
}

function transformer(jax: Jax, batch: number): Forward {
  const { numpy: np, nn } = jax;
  const { layers, heads, units, context, vocabulary } = TRANSFORMER;
  const rows = batch * context;
  const norm = (x: JaxArray, next: () => JaxArray): JaxArray => {
    const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
    const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
    return centred
      .div(np.sqrt(variance.add(1e-5)))
      .mul(next())
      .add(next());
  };
  const attention = (x: JaxArray, next: () => JaxArray): JaxArray => {
    const all = dense(jax, x, next);
    const side = (place: number): JaxArray =>
      all.ref.slice([], [place * units, (place + 1) * units]).reshape([batch, context, heads, units / heads]);
    const scores = np.einsum('nihk,njhk->nhij', side(0), side(1)).mul(Math.sqrt(heads / units));
    const unseen = np
      .tril(np.ones([context, context]))
      .sub(1)
      .mul(1e30);
    const mixed = np.einsum('nhij,njhk->nihk', nn.softmax(scores.add(unseen)), side(2)).reshape([rows, units]);
    all.dispose();
    return dense(jax, mixed, next);
  };
  return (ids, next) => {
    // Looked up by a product: the library's gather has no gradient.
    const embedded = np.matmul(nn.oneHot(ids, vocabulary), next()).reshape([batch, context, units]);
    let h = embedded.add(next()).reshape([rows, units]);
    for (let block = 0; block < layers; block++) {
      h = h.ref.add(attention(norm(h, next), next));
      h = h.ref.add(dense(jax, nn.gelu(dense(jax, norm(h, next), next)), next));
    }
    return dense(jax, norm(h, next), next);
  };
}
