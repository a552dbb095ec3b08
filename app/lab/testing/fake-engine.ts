import { KFAC_DEFAULTS } from '../kfac-spec.ts';
import type { DeviceContext, DeviceFault, DeviceLoss } from '../../../gpu/runtime/device-owner.ts';
import { constantRate } from '../schedule-spec.ts';
import type { Arm, BlockSnapshot } from '../arm.ts';
import type { OptimizerSpec } from '../optimizer-spec.ts';
import type { ExperimentSpec } from '../spec.ts';
import type { SessionEngine } from '../session-engine.ts';
import { denseLayer } from './dense-layer.ts';

/** What tests want to know of and do to fake arms. */
export interface FakeEngine extends SessionEngine<{ destroy(): void }> {
  /** Milliseconds; training moves it on. */
  readonly now: () => number;
  /** Names of what is allocated. */
  readonly live: Set<string>;
  /** Every `train` call as [arm, count]. */
  readonly calls: (readonly [arm: string, count: number])[];
}

export interface FakeEngineOptions {
  /** Milliseconds of a step, by arm name. */
  readonly cost?: Readonly<Record<string, number>>;
  /** Step at which an arm diverges, by arm name. */
  readonly divergeAt?: Readonly<Record<string, number>>;
  /** Metric on the training examples that an optimiser reaches; ½ for all where left out. */
  readonly trainMetric?: (optimizer: OptimizerSpec, step: number) => number;
  /** Arm whose building fails. */
  readonly failToBuild?: string;
}

const FAKE_BLOCK: BlockSnapshot = {
  lambda: 1,
  kept: [
    { kind: 'matrix', symbol: 'A', parts: [{ start: 0, size: 3, values: Float32Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3) }], damping: 1 },
    { kind: 'matrix', symbol: 'G', parts: [{ start: 0, size: 2, values: Float32Array.of(1, 0, 0, 1) }], damping: 1 },
  ],
  link: null,
};

/** Arms for tests of what surrounds them: loss 1/step, weights that depend on every single step, a clock of their own. */
export function fakeEngine({ cost = {}, divergeAt = {}, trainMetric = () => 0.5, failToBuild }: FakeEngineOptions = {}): FakeEngine {
  let time = 0;
  const live = new Set<string>();
  const calls: (readonly [string, number])[] = [];
  return {
    now: () => time,
    live,
    calls,
    upload: () => {
      live.add('dataset');
      return Promise.resolve({ destroy: () => void live.delete('dataset') });
    },
    buildArm: (_context, { arm: { name, optimizer } }): Promise<Arm> => {
      if (name === failToBuild) return Promise.reject(new Error(`cannot build ${name}`));
      live.add(name);
      let step = 0;
      const weights = Float32Array.of(1, 2, 3);
      const isKfac = optimizer.kind === 'kfac';
      const description = {
        name,
        optimizer: optimizer.kind,
        parameters: 3,
        bytes: 12,
        dispatches: 1,
        layers: [denseLayer('dense', optimizer.kind)],
      };
      return Promise.resolve({
        description,
        train: async (count) => {
          calls.push([name, count]);
          await nextTask();
          time += count * (cost[name] ?? 10);
          const failing = divergeAt[name] ?? Infinity;
          const done = Math.max(0, Math.min(count, failing - step));
          const losses = new Float64Array(done);
          for (let index = 0; index < done; index++) {
            step += 1;
            losses[index] = step === failing ? Infinity : 1 / step;
            if (step !== failing) weights[step % 3]! += Math.sin(step);
          }
          const failure = step === failing ? ({ step, tensor: 'loss', kind: 'not-finite' } as const) : null;
          return { step, losses, seconds: (done * (cost[name] ?? 10)) / 1_000, scalars: { lambda: 1 }, failure };
        },
        evaluate: () =>
          Promise.resolve({
            trainLoss: 1 / (step + 1),
            testLoss: 2 / (step + 1),
            trainMetric: trainMetric(optimizer, step),
            testMetric: 1 - 1 / (step + 1),
            testAnswers: null,
            testPositions: null,
          }),
        predict: (_inputs, count) => Promise.resolve(new Float32Array(2 * count).fill(0.5)),
        curvature: () => Promise.resolve(isKfac ? FAKE_BLOCK : null),
        look: ({ layer }) => {
          live.add(`${name} sees ${layer}`);
          return Promise.resolve({ values: new Float32Array(1).fill(step), weight: null });
        },
        endLook: () => {
          for (const item of [...live]) if (item.startsWith(`${name} sees`)) live.delete(item);
        },
        weights: () => Promise.resolve(weights.slice()),
        save: () =>
          Promise.resolve(
            new Map([
              ['step', { dtype: 'U32', shape: [1], bytes: new Uint8Array(Uint32Array.of(step).buffer) }],
              ['weights', { dtype: 'F32', shape: [3], bytes: new Uint8Array(weights.slice().buffer) }],
            ]),
          ),
        restore: ({ tensors }) => {
          step = new Uint32Array(tensors.get('step')!.bytes.slice().buffer)[0]!;
          weights.set(new Float32Array(tensors.get('weights')!.bytes.slice().buffer));
        },
        destroy: () => void live.delete(name),
      });
    },
  };
}

export interface FakeContext {
  readonly context: DeviceContext;
  lose(message: string, intentional?: boolean): void;
  /** Reports an error that no scope caught. */
  fault(message: string): void;
}

/** A device context without a device, and the switches that lose and break it. */
export function fakeContext(generation = 1): FakeContext {
  let lose: (loss: DeviceLoss) => void = () => undefined;
  const lost = new Promise<DeviceLoss>((resolve) => (lose = resolve));
  let report: (fault: DeviceFault) => void = () => undefined;
  const fault = new Promise<DeviceFault>((resolve) => (report = resolve));
  const limits = {
    maxBufferSize: 2 ** 28,
    maxStorageBufferBindingSize: 2 ** 27,
  };
  const facts = {
    description: 'fake adapter',
    vendor: '',
    architecture: '',
    software: true,
    subgroups: false,
    subgroupMinSize: 4,
    subgroupMaxSize: 4,
    timestamps: false,
    family: 'register',
    limits,
  };
  return {
    context: { generation, facts, lost, fault } as unknown as DeviceContext,
    lose: (message, intentional = false) => {
      lose({ generation, intentional, message });
    },
    fault: (message) => {
      report({ generation, message });
    },
  };
}

/** A small race of K-FAC and SGD on moons. */
export const smallSpec: ExperimentSpec = {
  version: 1,
  name: 'small',
  seed: 1,
  data: { kind: 'moons', trainExamples: 100, testExamples: 20, noise: 0.1 },
  model: { kind: 'mlp', hidden: [4], activation: 'tanh', initialisation: 'glorot' },
  batchSize: 20,
  batchGrowth: null,
  order: 'shuffled',
  initial: null,
  stop: { steps: 30, seconds: null },
  evaluation: { every: 7, trainExamples: 100 },
  arms: [
    {
      name: 'K-FAC',
      optimizer: {
        ...KFAC_DEFAULTS,
        kind: 'kfac',
        estimation: 'sampled',
        step: { kind: 'fixed', learningRate: 0.1, schedule: constantRate, momentum: 0.9, klClip: null },
        damping: { kind: 'fixed', lambda: 0.1 },
        decay: 0.95,
        statisticsEvery: 1,
        inverseEvery: 1,
        weightDecay: 0,
      },
    },
    { name: 'SGD', optimizer: { kind: 'sgd', learningRate: 0.1, schedule: constantRate, momentum: 0, nesterov: false, weightDecay: 0 } },
  ],
};

/** Lets messages and timers have their turn, as work of a GPU does. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
