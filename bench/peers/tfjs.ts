import { LEARNING_RATE, uniforms } from '../inputs.ts';
import type { Problem, TrainedModel } from '../measures.ts';
import { timed, type Peer, type Prepared } from '../peer.ts';
import type { Tensor, TensorFlow } from './tfjs-api.ts';
import { tensorFlowModel } from './tfjs-models.ts';

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
      const a = tf.tensor(uniforms(m * k, 1), [m, k]);
      const b = tf.tensor(uniforms(k * n, 2), [k, n]);
      return repeated(tf, [a, b], [0, 0], () => tf.matMul(a, b));
    }
    case 'gram': {
      const x = tf.tensor(uniforms(problem.rows * problem.columns, 1), [problem.rows, problem.columns]);
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

function prepareTraining(tf: TensorFlow, model: TrainedModel, batch: number): Prepared {
  const { parameters, loss, kept } = tensorFlowModel(tf, model, batch);
  const optimizer = tf.train.sgd(LEARNING_RATE);
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
        const probe = tf.tidy(() => tf.slice(tf.reshape(parameters[0]!, [-1]), [0], [1]));
        await probe.data();
        checked = last === null ? NaN : (await last.data())[0]!;
        for (const tensor of [last, probe]) tensor?.dispose();
      }),
    check: () => Promise.resolve(checked),
    destroy() {
      for (const tensor of [...parameters, ...kept]) tensor.dispose();
    },
  };
}
