import { CLASSES, digits, labels, layersOf, LEARNING_RATE, PIXELS, uniforms } from '../inputs.ts';
import type { Problem } from '../measures.ts';
import { timed, type Peer, type Prepared } from '../peer.ts';

/** What this page uses of TensorFlow.js. */
interface Tensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface Variable extends Tensor {
  readonly name: string;
}

interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tidy<Result>(body: () => Result): Result;
  tensor2d(values: Float32Array, shape: [number, number]): Tensor;
  zeros(shape: number[]): Tensor;
  variable(initial: Tensor): Variable;
  oneHot(indices: Tensor, depth: number): Tensor;
  tensor1d(values: Int32Array, dtype: 'int32'): Tensor;
  cast(x: Tensor, dtype: 'float32'): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  add(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: number): Tensor;
  tanh(x: Tensor): Tensor;
  slice(x: Tensor, begin: number[], size: number[]): Tensor;
  readonly losses: {
    softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor;
    sigmoidCrossEntropy(labels: Tensor, logits: Tensor): Tensor;
  };
  readonly train: { sgd(learningRate: number): { minimize(loss: () => Tensor, returnCost: true): Tensor } };
}

interface TensorFlowModule {
  readonly tf: TensorFlow;
  readonly wasm: { setWasmPaths(folder: string): void };
}

/** TensorFlow.js on WebGPU or WebAssembly. */
export async function startTensorFlow(backend: 'webgpu' | 'wasm'): Promise<Peer> {
  const url = '/peers/tfjs.js';
  const { tf, wasm } = (await import(/* @vite-ignore */ url)) as TensorFlowModule;
  wasm.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs: expected the backend ${backend}, got none; see the console`);
  await tf.ready();
  return { description: `@tensorflow/tfjs 4.22.0, ${backend}`, prepare: (problem) => Promise.resolve(prepare(tf, problem)) };
}

function prepare(tf: TensorFlow, problem: Problem): Prepared | null {
  switch (problem.kind) {
    case 'matmul': {
      const { m, n, k } = problem;
      const a = tf.tensor2d(uniforms(m * k, 1), [m, k]);
      const b = tf.tensor2d(uniforms(k * n, 2), [k, n]);
      return repeated(tf, [a, b], [0, 0], () => tf.matMul(a, b));
    }
    case 'gram': {
      const x = tf.tensor2d(uniforms(problem.rows * problem.columns, 1), [problem.rows, problem.columns]);
      return repeated(tf, [x], [0, 1], () => tf.matMul(x, x, true, false));
    }
    case 'training':
      return problem.optimizer === 'sgd' ? prepareTraining(tf, problem.model, problem.batch) : null;
    // TensorFlow.js has neither a Cholesky factorisation nor an inverse.
    case 'cholesky':
    case 'inverse':
    case 'javascript':
      return null;
  }
}

function repeated(tf: TensorFlow, operands: readonly Tensor[], element: readonly [number, number], compute: () => Tensor): Prepared {
  let checked = NaN;
  return {
    run: (count) =>
      timed(async () => {
        const results = Array.from({ length: count }, compute);
        // Reading one element of the last result waits for all of them.
        const probe = tf.slice(results.at(-1)!, [...element], [1, 1]);
        checked = (await probe.data())[0]!;
        for (const tensor of [...results, probe]) tensor.dispose();
      }),
    check: () => Promise.resolve(checked),
    destroy() {
      for (const operand of operands) operand.dispose();
    },
  };
}

function prepareTraining(tf: TensorFlow, model: 'mlp' | 'autoencoder', batch: number): Prepared {
  const plan = layersOf(model);
  const layers = plan.map(({ inputs, outputs }, index) => {
    const bound = Math.sqrt(6 / (inputs + outputs));
    const weight = uniforms(inputs * outputs, index).map((value) => bound * value);
    return { weight: tf.variable(tf.tensor2d(weight, [inputs, outputs])), bias: tf.variable(tf.zeros([outputs])) };
  });
  const inputs = tf.tensor2d(
    Float32Array.from(digits(batch), (byte) => byte / 255),
    [batch, PIXELS],
  );
  const classes = tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(labels(batch)), 'int32'), CLASSES), 'float32');
  const optimizer = tf.train.sgd(LEARNING_RATE);
  const loss = (): Tensor => {
    let h = inputs;
    for (const [index, { weight, bias }] of layers.entries()) {
      const s = tf.add(tf.matMul(h, weight), bias);
      h = plan[index]!.tanh ? tf.tanh(s) : s;
    }
    // The mean over all pixels times their number is the sum over pixels, averaged over cases.
    return model === 'mlp' ? tf.losses.softmaxCrossEntropy(classes, h) : tf.mul(tf.losses.sigmoidCrossEntropy(inputs, h), PIXELS);
  };
  let checked = NaN;
  return {
    run: (count) =>
      timed(async () => {
        let last: Tensor | null = null;
        for (let repetition = 0; repetition < count; repetition++) {
          last?.dispose();
          last = optimizer.minimize(loss, true);
        }
        // The loss of the last step does not wait for its update: an element of a weight does.
        const probe = tf.slice(layers[0]!.weight, [0, 0], [1, 1]);
        await probe.data();
        checked = last === null ? NaN : (await last.data())[0]!;
        for (const tensor of [last, probe]) tensor?.dispose();
      }),
    check: () => Promise.resolve(checked),
    destroy() {
      for (const { weight, bias } of layers) for (const tensor of [weight, bias]) tensor.dispose();
      for (const tensor of [inputs, classes]) tensor.dispose();
    },
  };
}
