import { CLASSES, digits, labels, layersOf, LEARNING_RATE, PIXELS, positiveDefinite, uniforms } from '../inputs.ts';
import type { Problem } from '../measures.ts';
import { timed, type Peer, type Prepared } from '../peer.ts';

/** What this page uses of jax-js; every use of an array but through `.ref` gives it away. */
interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray): JaxArray;
  sub(other: JaxArray): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  sum(): JaxArray;
  reshape(shape: number[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface Layer {
  readonly weight: JaxArray;
  readonly bias: JaxArray;
}

type Loss = (layers: Layer[], inputs: JaxArray, targets: JaxArray) => JaxArray;
type Step = (layers: Layer[], inputs: JaxArray, targets: JaxArray) => [Layer[], JaxArray];

interface Jax {
  init(...devices: string[]): Promise<string[]>;
  defaultDevice(device: string): string;
  blockUntilReady(tree: unknown): Promise<unknown>;
  jit(step: Step): Step;
  valueAndGrad(loss: Loss): (...operands: Parameters<Loss>) => [JaxArray, Layer[]];
  readonly tree: {
    ref(tree: Layer[]): Layer[];
    map(f: (a: JaxArray, b: JaxArray) => JaxArray, a: Layer[], b: Layer[]): Layer[];
    dispose(tree: Layer[]): void;
  };
  readonly nn: { logSoftmax(x: JaxArray): JaxArray; softplus(x: JaxArray): JaxArray };
  readonly numpy: {
    array(values: Float32Array): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    matrixTranspose(a: JaxArray): JaxArray;
    tanh(a: JaxArray): JaxArray;
    readonly linalg: Readonly<Record<'cholesky' | 'inv', (a: JaxArray) => JaxArray>>;
  };
}

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

function prepareTraining(jax: Jax, model: 'mlp' | 'autoencoder', batch: number): Prepared {
  const { numpy: np, nn, tree } = jax;
  const plan = layersOf(model);
  let layers = plan.map(({ inputs, outputs }, index): Layer => {
    const bound = Math.sqrt(6 / (inputs + outputs));
    const weight = uniforms(inputs * outputs, index).map((value) => bound * value);
    return { weight: np.array(weight).reshape([inputs, outputs]), bias: np.array(new Float32Array(outputs)) };
  });
  const inputs = np.array(Float32Array.from(digits(batch), (byte) => byte / 255)).reshape([batch, PIXELS]);
  const targets = model === 'mlp' ? np.array(oneHot(batch)).reshape([batch, CLASSES]) : inputs.ref;
  const loss: Loss = (parameters, x, y) => {
    let h = x;
    for (const [index, { weight, bias }] of parameters.entries()) {
      const s = np.matmul(h, weight).add(bias);
      h = plan[index]!.tanh ? np.tanh(s) : s;
    }
    const total = model === 'mlp' ? nn.logSoftmax(h).mul(y).sum().mul(-1) : nn.softplus(h.ref).sub(h.mul(y)).sum();
    return total.mul(1 / batch);
  };
  const step = jax.jit((parameters, x, y) => {
    const [value, gradient] = jax.valueAndGrad(loss)(tree.ref(parameters), x, y);
    return [tree.map((parameter, slope) => parameter.sub(slope.mul(LEARNING_RATE)), parameters, gradient), value];
  });
  let last: JaxArray | null = null;
  return {
    run: (count) =>
      timed(async () => {
        for (let repetition = 0; repetition < count; repetition++) {
          const [next, value] = step(layers, inputs.ref, targets.ref);
          last?.dispose();
          [layers, last] = [next, value];
        }
        await jax.blockUntilReady([layers, last]);
      }),
    check: async () => (last === null ? NaN : (await last.ref.data())[0]!),
    destroy() {
      tree.dispose(layers);
      for (const array of [inputs, targets, last]) array?.dispose();
    },
  };
}

function oneHot(count: number): Float32Array {
  const classes = labels(count);
  return Float32Array.from({ length: count * CLASSES }, (_, index) => (classes[Math.floor(index / CLASSES)] === index % CLASSES ? 1 : 0));
}
