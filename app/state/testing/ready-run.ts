import type { ArmDescription, ProgressEvent, ReadyEvent } from '../../lab/events.ts';
import { denseLayer } from '../../lab/testing/dense-layer.ts';

const arm = (name: string, optimizer: ArmDescription['optimizer']): ArmDescription => ({
  name,
  optimizer,
  parameters: 10,
  bytes: 10,
  dispatches: 10,
  layers: ['first', 'second', 'third'].map((layer) => denseLayer(layer, optimizer)),
});

/** SGD and K-FAC on three layers of a point. */
export const ready: ReadyEvent = {
  type: 'ready',
  visible: [],
  testExamples: 10,
  adapter: {
    description: 'test',
    vendor: '',
    architecture: '',
    software: true,
    subgroups: false,
    subgroupMinSize: 0,
    subgroupMaxSize: 0,
    timestamps: false,
    family: 'register',
    limits: {
      maxBufferSize: 1,
      maxStorageBufferBindingSize: 1,
    },
  },
  task: { kind: 'classification', classes: 2, inputs: { kind: 'point' } },
  batches: [{ start: 0, batchSize: 25, stepsPerEpoch: 4 }],
  arms: [arm('SGD', 'sgd'), arm('K-FAC', 'kfac')],
};

export const progress = (index: number, ...steps: number[]): ProgressEvent => ({
  type: 'progress',
  arm: index,
  steps: Float64Array.from(steps),
  losses: Float64Array.from(steps, (step) => 1 / step),
  seconds: Float64Array.from(steps, (step) => step / 100),
  scalars: {},
});
