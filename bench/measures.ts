/** What is computed; every peer gets the same numbers. */
export type Problem =
  | { readonly kind: 'matmul'; readonly m: number; readonly n: number; readonly k: number }
  /** XᵀX of `[rows, columns]`. */
  | { readonly kind: 'gram'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'cholesky' | 'inverse'; readonly count: number; readonly size: number }
  | { readonly kind: 'training'; readonly model: TrainedModel; readonly optimizer: 'sgd' | 'kfac'; readonly batch: number }
  /** Time the page's thread spends on a training step, without waiting for the GPU. */
  | { readonly kind: 'javascript'; readonly stepsPerSubmit: number };

/** `inputs.ts` has their sizes. */
export type TrainedModel = 'mlp' | 'autoencoder' | 'cnn' | 'transformer' | 'gru';

export interface Measure {
  readonly id: string;
  readonly title: string;
  readonly problem: Problem;
  /** Floating-point operations, where a rate is usual. */
  readonly operations?: number;
  readonly bars: readonly Bar[];
}

/** A promise about the software adapter, stated as a ratio within one run, or as microseconds. */
export type Bar =
  /** The peer takes at least `factor` times as long as ours. */
  | { readonly kind: 'faster-than'; readonly peer: PeerName; readonly factor: number }
  /** Ours takes at most `factor` times what ours takes for another measure. */
  | { readonly kind: 'at-most-times'; readonly measure: string; readonly factor: number }
  | { readonly kind: 'at-most-microseconds'; readonly limit: number };

export const PEER_NAMES = ['ours', 'jax-js webgpu', 'tfjs webgpu', 'jax-js wasm', 'tfjs wasm'] as const;

export type PeerName = (typeof PEER_NAMES)[number];

export const GROUPS = ['matmul', 'gram', 'cholesky', 'inverse', 'training', 'kfac', 'models', 'javascript'] as const;

export type Group = (typeof GROUPS)[number];

const fasterThan = (peer: PeerName, factor: number): Bar => ({ kind: 'faster-than', peer, factor });

function matmul(m: number, k: number, n: number, bars: readonly Bar[]): Measure {
  const title = m === k && k === n ? `matmul ${m}³` : `matmul ${m}×${k}×${n}`;
  return { id: `matmul-${m}-${k}-${n}`, title, problem: { kind: 'matmul', m, n, k }, operations: 2 * m * n * k, bars };
}

function factorisation(kind: 'cholesky' | 'inverse', count: number, size: number, bars: readonly Bar[] = []): Measure {
  const what = kind === 'cholesky' ? 'Cholesky' : 'SPD inverse';
  const title = count === 1 ? `${what} ${size}` : `${what} ${count} of ${size}`;
  return { id: `${kind}-${count}-${size}`, title, problem: { kind, count, size }, bars };
}

const MODEL_TITLES: Readonly<Record<TrainedModel, string>> = {
  mlp: 'MLP 784-256-128-10',
  autoencoder: 'MNIST autoencoder',
  cnn: 'CNN conv 16, pool, conv 32, pool, dense 10',
  transformer: 'transformer of 2 layers, 4 heads, 64 units, context 64',
  gru: 'GRU of 128 units, 28 steps of 28',
};

function training(model: TrainedModel, optimizer: 'sgd' | 'kfac', batch: number, bars: readonly Bar[] = []): Measure {
  const title = `${MODEL_TITLES[model]}, ${optimizer === 'sgd' ? 'SGD' : 'K-FAC'} step, batch ${batch}`;
  return { id: `${model}-${optimizer}-${batch}`, title, problem: { kind: 'training', model, optimizer, batch }, bars };
}

function javascript(stepsPerSubmit: number, limit: number): Measure {
  const title = stepsPerSubmit === 1 ? 'JavaScript of a step submitted alone' : `JavaScript of a step, ${stepsPerSubmit} a submit`;
  const bars: Bar[] = [{ kind: 'at-most-microseconds', limit }];
  return { id: `javascript-${stepsPerSubmit}`, title, problem: { kind: 'javascript', stepsPerSubmit }, bars };
}

const MATMUL_BARS = [fasterThan('jax-js webgpu', 3.2), fasterThan('tfjs webgpu', 12)];
const WASM_BARS = [fasterThan('jax-js wasm', 1), fasterThan('tfjs wasm', 1)];
const STEP_BARS = [fasterThan('jax-js webgpu', 2.5)];

/** All measures, by the group that `--only` names. */
export const MEASURES: Readonly<Record<Group, readonly Measure[]>> = {
  matmul: [
    matmul(256, 256, 256, []),
    matmul(512, 512, 512, MATMUL_BARS),
    matmul(1024, 1024, 1024, MATMUL_BARS),
    matmul(512, 784, 1000, MATMUL_BARS),
  ],
  gram: [
    {
      id: 'gram-512-1001',
      title: 'gram 512×1001',
      problem: { kind: 'gram', rows: 512, columns: 1001 },
      operations: 2 * 512 * 1001 * 1001,
      bars: [fasterThan('jax-js webgpu', 18), fasterThan('tfjs webgpu', 18), ...WASM_BARS],
    },
  ],
  cholesky: [
    factorisation('cholesky', 64, 16),
    factorisation('cholesky', 4, 256),
    factorisation('cholesky', 1, 785, [fasterThan('jax-js webgpu', 100), ...WASM_BARS]),
    factorisation('cholesky', 1, 1001, WASM_BARS),
  ],
  inverse: [
    factorisation('inverse', 64, 16),
    factorisation('inverse', 4, 256),
    factorisation('inverse', 1, 785),
    factorisation('inverse', 1, 1001, [{ kind: 'at-most-times', measure: 'cholesky-1-1001', factor: 220 / 64 }]),
  ],
  training: [training('mlp', 'sgd', 128, STEP_BARS), training('autoencoder', 'sgd', 256, STEP_BARS)],
  kfac: [training('autoencoder', 'kfac', 256), training('autoencoder', 'sgd', 1000), training('autoencoder', 'kfac', 1000)],
  models: [
    training('cnn', 'sgd', 64, [fasterThan('jax-js webgpu', 4)]),
    training('cnn', 'kfac', 64),
    training('transformer', 'sgd', 16),
    training('transformer', 'kfac', 16),
    training('gru', 'sgd', 64),
    training('gru', 'kfac', 64),
  ],
  javascript: [javascript(1, 80), javascript(16, 10)],
};
