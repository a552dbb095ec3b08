import type { ExampleShape } from '../model/example-shape.ts';
import type { LayerPlan, ModelPlan } from '../model/model-plan.ts';

/** A layer whose work on one example can be seen. */
export type VisibleLayer = VisibleMaps | VisibleAttention;

interface Visible {
  /** Its number among the layers of the model. */
  readonly layer: number;
  readonly name: string;
  /** The weights that it uses, by their numbers. */
  readonly weights: readonly number[];
}

/** A layer that gives images, one a channel. */
export interface VisibleMaps extends Visible {
  readonly kind: 'maps';
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Whether its numbers may be negative. */
  readonly isSigned: boolean;
  /** What a convolution has a picture of; null for other layers. */
  readonly filters: VisibleFilters | null;
}

/** One filter for each channel of the result: a square of `side` × `side` weights for each of its `inputs` channels. */
export interface VisibleFilters {
  readonly side: number;
  readonly inputs: number;
  /** Whether these are the red, green and blue of the data. */
  readonly readColours: boolean;
}

/** A layer whose positions look at one another. */
export interface VisibleAttention extends Visible {
  readonly kind: 'attention';
  readonly heads: number;
  readonly length: number;
  /** Whether a position sees itself and those before it alone. */
  readonly isCausal: boolean;
}

/** Positions beyond which an attention map has no place on a page. */
const MOST_POSITIONS = 256;

/** The layers of a model that can be seen at work: those that give images, and attention. */
export function visibleLayers(plan: ModelPlan): readonly VisibleLayer[] {
  return plan.layers.flatMap((layer, index): readonly VisibleLayer[] => {
    const visible = { layer: index, name: layer.name, weights: weightsOf(plan, index) };
    const { spec, output } = layer;
    if (output.kind !== 'values') return [];
    if (spec.kind === 'attention') {
      const [length] = output.axes as readonly [number];
      return length > MOST_POSITIONS ? [] : [{ ...visible, kind: 'attention', heads: spec.heads, length, isCausal: spec.causal }];
    }
    if (output.axes.length !== 3 || !GIVES_IMAGES.has(spec.kind)) return [];
    const [rows, columns, channels] = output.axes as readonly [number, number, number];
    const isSigned = canBeNegative(plan.layers, index);
    return [{ ...visible, kind: 'maps', rows, columns, channels, isSigned, filters: filtersOf(layer, plan) }];
  });
}

/** Kinds whose results are worth a picture of their own, where they have two axes of places and one of channels. */
const GIVES_IMAGES: ReadonlySet<LayerPlan['spec']['kind']> = new Set([
  'activation',
  'add',
  'concatenate',
  'convolution',
  'depthwise-convolution',
  'layer-norm',
  'pooling',
  'transposed-convolution',
]);

function filtersOf({ spec, from }: LayerPlan, { input, layers }: ModelPlan): VisibleFilters | null {
  if (spec.kind === 'depthwise-convolution') return { side: spec.kernel, inputs: 1, readColours: false };
  if (spec.kind !== 'convolution' && spec.kind !== 'transposed-convolution') return null;
  const inputs = channelsOf(from[0] < 0 ? input : layers[from[0]]!.output);
  // Data on three axes are images, whose three channels are colours.
  return { side: spec.kernel, inputs, readColours: from[0] < 0 && inputs === 3 };
}

function channelsOf(shape: ExampleShape): number {
  return shape.kind === 'values' ? shape.axes.at(-1)! : 1;
}

/** Whether the numbers that a layer gives can be below zero; the data are taken to be. */
function canBeNegative(layers: readonly LayerPlan[], index: number): boolean {
  const layer = layers[index];
  if (layer === undefined) return true;
  if (layer.spec.kind === 'activation') return layer.spec.function !== 'relu' && layer.spec.function !== 'sigmoid';
  return !KEEPS_SIGNS.has(layer.spec.kind) || layer.from.some((source) => canBeNegative(layers, source));
}

/** Kinds whose results are below zero only where their inputs are. */
const KEEPS_SIGNS: ReadonlySet<LayerPlan['spec']['kind']> = new Set([
  'add',
  'concatenate',
  'dropout',
  'flatten',
  'global-pooling',
  'pooling',
  'reshape',
]);

/** Numbers of the weights that a layer uses: its own, or those of the layer it is tied to. */
function weightsOf({ nodes, weights }: ModelPlan, layer: number): readonly number[] {
  // The first node brings the data into shape.
  const owner = (nodes[layer + 1]!.tiedTo ?? layer + 1) - 1;
  return weights.flatMap((weight, index) => (weight.layer === owner ? [index] : []));
}
