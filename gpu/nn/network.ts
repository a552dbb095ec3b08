import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { Layer, WeightDeclaration } from './layer.ts';
import { columnMoments, layoutMoments, readMoments, type BatchMoments, type MomentLayout, type Moments } from './moments.ts';
import { initialParameters, layoutParameters, type ParameterLayout } from './parameters.ts';
import { shaped } from './rows.ts';
import { SiteRecorder } from './site-recorder.ts';
import type { Site } from './site.ts';

/** What a traced forward pass leaves behind. */
export interface ForwardPass {
  /** `[terms, D]`: a row for each term of the loss. */
  readonly outputs: Tensor;
  /** One for each weight, in their order. */
  readonly sites: readonly Site[];
  /** Moments of the batch in the order of `Model.moments`; none in evaluation. */
  readonly moments: readonly BatchMoments[];
  /** One for each node, in their order. What nothing reads of them is never computed. */
  readonly nodes: readonly NodeTrace[];
}

/** What one node of a network made of a batch. */
export interface NodeTrace {
  /** `[cases, …]` */
  readonly result: Tensor;
  /** Shares `[cases, heads, length, length]`, a row for each position that looks; null where there is no attention. */
  readonly attention: Tensor | null;
}

/** What differs between training and all else. */
export type ForwardMode =
  /** @param counter u32 `[2]` of step and seed for layers that draw random numbers; none are drawn without one */
  | { readonly kind: 'training'; readonly counter: Tensor | null }
  /** @param moments flat running averages, laid out by `Model.moments`; null for a model that has none */
  | { readonly kind: 'evaluation'; readonly moments: Variable | null };

/** A model: layers that feed one another, their weights in one flat buffer. */
export interface Model {
  /** All weights, in the order of the layers that declare them. */
  readonly weights: readonly WeightDeclaration[];
  readonly layout: ParameterLayout;
  /** Of the layers that normalise over the batch. */
  readonly moments: MomentLayout;
  /** Initial parameters `[layout.size]`. */
  initialise(seed: number): Float32Array;
  /**
   * Traces the forward pass on a batch with weights from the flat variable `parameters`.
   * @param input `[cases, …]`, what the first layers expect
   * @throws ShapeError in evaluation without the running averages that a layer needs
   */
  apply(graph: Graph, parameters: Variable, input: Tensor, mode: ForwardMode): ForwardPass;
}

/** A layer and what it is fed: results of nodes before it by their number, −1 for the model's input. */
export interface NetworkNode {
  readonly layer: Layer;
  readonly from: readonly [number, ...number[]];
  /** A node before it whose weights this one uses too; a layer with weights of the same shapes, used alike or transposed. */
  readonly tiedTo?: number;
}

/**
 * A model of layers whose last one gives the outputs; positions of sequences become rows of the outputs.
 * @throws ShapeError for a name that two weights share, or a tie to other weights.
 */
export function network(nodes: readonly [NetworkNode, ...NetworkNode[]]): Model {
  const owned = nodes.map(({ layer, tiedTo }, index) =>
    tiedTo === undefined ? layer.weights.map((weight, place) => asUsed(weight, place, index, nodes)) : [],
  );
  const weights = owned.flat();
  const layout = layoutParameters(weights);
  const moments = layoutMoments(nodes.map(({ layer }) => layer));
  checkNames(weights);
  /** Places of a node's weights among all. */
  const placesOf = nodes.map((node, index): readonly number[] => {
    const owner = node.tiedTo ?? index;
    const first = owned.slice(0, owner).flat().length;
    if (owned[owner]?.length !== node.layer.weights.length) {
      throw new ShapeError(
        `layer ${node.layer.name}: expected a tie to a layer with ${node.layer.weights.length} weights of its own, got ${owned[owner]?.length ?? 'none'}; tie it to a layer of its kind`,
      );
    }
    return node.layer.weights.map((_, offset) => first + offset);
  });
  return {
    weights,
    layout,
    moments,
    initialise: (seed) => initialParameters(weights, layout, seed),
    apply(graph, parameters, input, mode) {
      const cases = input.shape[0]!;
      const tensors = layout.slices.map(({ shape, offset }) => graph.read(parameters, shape, offset));
      const recorder = new SiteRecorder(layout, tensors, cases);
      const traces: NodeTrace[] = [];
      const counter = mode.kind === 'training' ? mode.counter : null;
      const ofBatch: BatchMoments[] = [];
      for (const [index, { layer, from }] of nodes.entries()) {
        const places = placesOf[index]!;
        const inputs = from.map((source) => (source < 0 ? input : traces[source]!.result)) as [Tensor, ...Tensor[]];
        const register = (weight: number, rows: Tensor, preactivation: Tensor): void => {
          recorder.record(places[weight]!, rows, preactivation);
        };
        const momentsOf = (rows: Tensor): Moments => {
          if (mode.kind === 'evaluation') return runningMoments(graph, mode.moments, moments, layer.name);
          const own = { ...columnMoments(rows), rows: rows.shape[0]! };
          ofBatch.push(own);
          return own;
        };
        let attention: Tensor | null = null;
        const attend = (shares: Tensor): void => {
          attention = shares;
        };
        const own = places.map((place) => tensors[place]!);
        const result = layer.apply(inputs, own, { graph, cases, counter, momentsOf, register, attend });
        traces.push({ result, attention });
      }
      const outputs = matrixOf(traces.at(-1)!.result);
      return { outputs, sites: recorder.sites(outputs.shape[0]!), moments: ofBatch, nodes: traces };
    },
  };
}

/** A model of layers one after the other. */
export function sequential(layers: readonly Layer[]): Model {
  const nodes = layers.map((layer, index): NetworkNode => ({ layer, from: [index - 1] }));
  return network(nodes as [NetworkNode, ...NetworkNode[]]);
}

/** `[…, D]` as rows. */
function matrixOf(x: Tensor): Tensor {
  return shaped(x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1)!]);
}

/** A weight that a node declares with what those tied to it make of it. */
function asUsed(weight: WeightDeclaration, place: number, owner: number, nodes: readonly NetworkNode[]): WeightDeclaration {
  const isTransposed = nodes.some(({ layer, tiedTo }) => tiedTo === owner && layer.weights[place]?.use === 'tied-embedding');
  return isTransposed ? { ...weight, use: 'tied-embedding' } : weight;
}

/** @throws ShapeError where there are none. */
function runningMoments(graph: Graph, flat: Variable | null, { slices }: MomentLayout, name: string): Moments {
  const slice = slices.find((other) => other.name === name);
  if (flat !== null && slice !== undefined) return readMoments(graph, flat, slice);
  throw new ShapeError(`layer ${name}: expected running averages of its moments in evaluation, got none; keep them beside the parameters`);
}

function checkNames(weights: readonly WeightDeclaration[]): void {
  for (const [index, { name }] of weights.entries()) {
    if (weights.findIndex((other) => other.name === name) < index) {
      throw new ShapeError(`weight ${name}: expected a name of its own in the model, got one that is taken; rename the layer`);
    }
  }
}
