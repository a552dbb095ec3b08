import type { DeviceContext } from '../../../gpu/runtime/device-owner.ts';
import type { Arm } from '../arm.ts';
import { buildArm } from '../build-arm.ts';
import type { TensorSource } from '../checkpoint-tensors.ts';
import { loadDataset } from '../datasets/load-dataset.ts';
import { KFAC_DEFAULTS, type KfacSpec } from '../kfac-spec.ts';
import { layerSchema, type LayerDraft } from '../model/layer-spec.ts';
import { ADAM_DEFAULTS, HESSIAN_FREE_DEFAULTS, MUON_DEFAULTS, SHAMPOO_DEFAULTS, SOAP_DEFAULTS } from '../optimizer-defaults.ts';
import type { OptimizerSpec } from '../optimizer-spec.ts';
import { constantRate } from '../schedule-spec.ts';
import { SPEC_VERSION, type ArmSpec, type ExperimentSpec } from '../spec.ts';
import { uploadDataset } from '../uploaded-dataset.ts';

export const SGD: OptimizerSpec = {
  kind: 'sgd',
  learningRate: 0.1,
  schedule: constantRate,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 1e-4,
};
const ADAM: OptimizerSpec = { ...ADAM_DEFAULTS, learningRate: 0.01 };
const RMSPROP: OptimizerSpec = {
  kind: 'rmsprop',
  learningRate: 0.005,
  schedule: { warmUp: 5, decay: { kind: 'cosine', steps: 300, final: 0.1 } },
  decay: 0.9,
  epsilon: 1e-6,
  momentum: 0.5,
  weightDecay: 0,
};
const SOAP: OptimizerSpec = { ...SOAP_DEFAULTS, learningRate: 0.01, beta1: 0.9, refreshEvery: 5 };
export const KFAC: KfacSpec = {
  ...KFAC_DEFAULTS,
  kind: 'kfac',
  estimation: 'sampled',
  step: { kind: 'fixed', learningRate: 0.3, schedule: constantRate, momentum: 0.9, klClip: 0.01 },
  damping: { kind: 'fixed', lambda: 0.03 },
  decay: 0.95,
  statisticsEvery: 2,
  inverseEvery: 5,
  weightDecay: 0,
};
export const ADAPTIVE_KFAC: KfacSpec = {
  ...KFAC,
  step: { kind: 'quadratic-model', fraction: 1 },
  damping: { kind: 'levenberg-marquardt', lambda: 1, gamma: 'tied' },
  weightDecay: 1e-4,
};
/** The moons have 2 inputs; one block of each kind. */
export const MIXED_KFAC: KfacSpec = {
  ...KFAC,
  estimation: 'curvature-propagation',
  blocks: {
    every: { kind: 'kronecker', inputParts: 2, outputParts: 2, sharing: 'expand' },
    except: [
      { layer: 1, block: { kind: 'full' } },
      { layer: 3, block: { kind: 'diagonal' } },
    ],
  },
};
const EKFAC: KfacSpec = { ...KFAC, representation: 'ekfac', basisEvery: 10 };
/** §6.6's search for γ, and the average of the iterates. */
const SEARCHING_KFAC: KfacSpec = {
  ...ADAPTIVE_KFAC,
  damping: { kind: 'levenberg-marquardt', lambda: 1, gamma: 'searched' },
  iterateDecay: 0.9,
};
/** By the names of tests. */
export const OPTIMIZERS = [
  ['SGD', SGD],
  ['Adam', ADAM],
  ['RMSprop with a schedule', RMSPROP],
  ['Muon', MUON_DEFAULTS],
  ['SOAP', SOAP],
  ['Shampoo', SHAMPOO_DEFAULTS],
  ['Hessian-free', HESSIAN_FREE_DEFAULTS],
  ['K-FAC', KFAC],
  ['adaptive K-FAC', ADAPTIVE_KFAC],
  ['K-FAC with mixed blocks', MIXED_KFAC],
  ['EKFAC', EKFAC],
  ['K-FAC that searches γ', SEARCHING_KFAC],
] as const;

/** What differs from a usual arm on the moons. */
export interface ArmStart extends Partial<Pick<ExperimentSpec, 'data' | 'batchSize' | 'batchGrowth' | 'order'>> {
  readonly hidden?: number[];
  /** In place of an MLP. */
  readonly layers?: readonly LayerDraft[];
  readonly initial?: TensorSource;
}

export type WithArm = (
  optimizer: OptimizerSpec,
  activation: 'tanh' | 'relu',
  body: (arm: Arm, context: DeviceContext, spec: ExperimentSpec) => Promise<void>,
  start?: ArmStart,
) => Promise<void>;

/** Lends tests an arm on the moons, and releases everything after them. */
export function moonsArms(device: () => Promise<DeviceContext>): WithArm {
  return async (optimizer, activation, body, { hidden = [16, 16], layers, initial, ...changes } = {}) => {
    const context = await device();
    const armSpec: ArmSpec = { name: 'tested', optimizer };
    const spec: ExperimentSpec = {
      version: SPEC_VERSION,
      name: 'moons',
      seed: 7,
      data: { kind: 'moons', trainExamples: 500, testExamples: 130, noise: 0.1 },
      model:
        layers === undefined
          ? { kind: 'mlp', hidden, activation, initialisation: 'glorot' }
          : { kind: 'graph', layers: layers.map((layer) => layerSchema.parse(layer)), initialisation: 'glorot', reconstructs: false },
      batchSize: 64,
      batchGrowth: null,
      order: 'shuffled',
      ...changes,
      initial: null,
      stop: { steps: 1_000, seconds: null },
      evaluation: { every: 10, trainExamples: 500 },
      arms: [armSpec],
    };
    const source = { open: () => Promise.reject(new Error('the moons are made, not read')) };
    const dataset = await uploadDataset(context, await loadDataset(spec.data, spec.seed, source));
    try {
      const arm = await buildArm(context, { spec, arm: armSpec, dataset, task: dataset.dataset.task, ...(initial && { initial }) });
      try {
        await body(arm, context, spec);
      } finally {
        arm.destroy();
      }
    } finally {
      dataset.destroy();
    }
  };
}
