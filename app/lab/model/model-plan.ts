import type { NetworkNode } from '../../../gpu/nn/network.ts';
import type { TimeSeries, WeightGroups, WeightUse } from '../../../gpu/nn/site.ts';
import type { ExampleShape } from './example-shape.ts';
import type { LayerSpec } from './layer-spec.ts';

/** A model whose layers fit one another, known before anything is allocated. */
export interface ModelPlan {
  /** What the first layers are fed. */
  readonly input: ExampleShape;
  readonly layers: readonly LayerPlan[];
  /** In the order of the flat parameters. */
  readonly weights: readonly PlannedWeight[];
  readonly nodes: readonly [NetworkNode, ...NetworkNode[]];
}

export interface LayerPlan {
  readonly name: string;
  readonly spec: LayerSpec;
  /** Layers that feed it, by number; −1 for the data. */
  readonly from: readonly [number, ...number[]];
  readonly output: ExampleShape;
  /** Of its own. */
  readonly parameters: number;
  /** Numbers of one example that the forward pass makes besides the result. */
  readonly intermediates: number;
}

/** One weight and what applies it. */
export interface PlannedWeight {
  readonly name: string;
  /** Number of the layer that declares it. */
  readonly layer: number;
  readonly use: WeightUse;
  /** Rows of its matrix without the bias; the vocabulary of an embedding. */
  readonly inputs: number;
  readonly outputs: number;
  readonly parameters: number;
  /** Rows of its site that one example makes: positions times uses. */
  readonly rows: number;
  /** Of a weight that goes along a sequence step by step; absent for all others. */
  readonly series?: TimeSeries;
  /** Of a weight that serves several heads or gates at once; absent for all others. */
  readonly groups?: WeightGroups;
  /** What alone follows the layer: an activation, or "linear". */
  readonly activation: string;
  /** Whether a batch norm comes after it, so that the cases of a minibatch depend on one another. */
  readonly batchNormAfter: boolean;
}
