import { LEARNING_RATE, positiveDefinite, uniforms } from '../inputs.ts';
import type { Problem, TrainedModel } from '../measures.ts';
import { timed, type Peer, type Prepared } from '../peer.ts';
import type { Jax, JaxArray } from './jax-js-api.ts';
import { jaxModel } from './jax-js-models.ts';

/** jax-js on WebGPU or WebAssembly. */
export async function startJax(device: 'webgpu' | 'wasm'): Promise<Peer> {
  const url = '/peers/jax-js.js';
  const jax = (await import(/* @vite-ignore */ url)) as Jax;
  const available = await jax.init(device);
  if (!available.includes(device)) throw new Error(`jax-js: expected the device ${device}, got ${available.join(', ')}`);
  jax.defaultDevice(device);
  return { description: `@jax-js/jax 0.1.25, ${device}`, prepare: (problem) => Promise.resolve(prepare(jax, problem)) };
}

function prepare(jax: Jax, problem: Problem): Prepared | null {
  const { numpy: np } = jax;
  switch (problem.kind) {
    case 'matmul': {
      const { m, n, k } = problem;
      const a = np.array(uniforms(m * k, 1)).reshape([m, k]);
      const b = np.array(uniforms(k * n, 2)).reshape([k, n]);
      return repeated(jax, [a, b], 0, () => np.matmul(a.ref, b.ref));
    }
    case 'gram': {
      const x = np.array(uniforms(problem.rows * problem.columns, 1)).reshape([problem.rows, problem.columns]);
      return repeated(jax, [x], 1, () => np.matmul(np.matrixTranspose(x.ref), x.ref));
    }
    case 'cholesky':
    case 'inverse': {
      const { kind, count, size } = problem;
      const a = np.array(positiveDefinite(count, size)).reshape([count, size, size]);
      const compute = kind === 'cholesky' ? np.linalg.cholesky : np.linalg.inv;
      return repeated(jax, [a], size * size - 1, () => compute(a.ref));
    }
    case 'training':
      return problem.optimizer === 'sgd' ? prepareTraining(jax, problem.model, problem.batch) : null;
    case 'javascript':
      return null;
  }
}

/** Results stay alive until the wait: what nobody holds, jax-js does not compute. */
function repeated(jax: Jax, operands: readonly JaxArray[], element: number, compute: () => JaxArray): Prepared {
  let last: JaxArray | null = null;
  return {
    run: (count) =>
      timed(async () => {
        const results = Array.from({ length: count }, compute);
        await jax.blockUntilReady(results);
        last?.dispose();
        last = results.pop() ?? null;
        for (const result of results) result.dispose();
      }),
    check: async () => (last === null ? NaN : (await last.ref.data())[element]!),
    destroy() {
      last?.dispose();
      for (const operand of operands) operand.dispose();
    },
  };
}

function prepareTraining(jax: Jax, model: TrainedModel, batch: number): Prepared {
  const { tree } = jax;
  const { loss, inputs, targets, ...initial } = jaxModel(jax, model, batch);
  let { parameters } = initial;
  const step = jax.jit((given, x, y) => {
    const [value, gradient] = jax.valueAndGrad(loss)(tree.ref(given), x, y);
    return [given.map((parameter, index) => parameter.sub(gradient[index]!.mul(LEARNING_RATE))), value];
  });
  let last: JaxArray | null = null;
  return {
    run: (count) =>
      timed(async () => {
        for (let repetition = 0; repetition < count; repetition++) {
          const [next, value] = step(parameters, inputs.ref, targets.ref);
          last?.dispose();
          [parameters, last] = [next, value];
        }
        await jax.blockUntilReady([parameters, last]);
      }),
    check: async () => (last === null ? NaN : (await last.ref.data())[0]!),
    destroy() {
      tree.dispose(parameters);
      for (const array of [inputs, targets, last]) array?.dispose();
    },
  };
}
