import type { Heatmap } from '../heatmap.ts';
import type { ImageShape } from '../task.ts';

/** What a person looks at: a layer at work on a test example. */
export interface Look {
  /** Number of the layer in the model. */
  readonly layer: number;
  /** Number of the example in the test split. */
  readonly example: number;
  /** Of the channels that a filter reads the one whose weights are shown; null for all: as colours, or their mean. */
  readonly channel: number | null;
}

/** What one layer of an arm makes of one test example, told when it is asked for and with every evaluation. */
export interface LayerLookEvent {
  readonly type: 'layer-look';
  readonly arm: number;
  readonly step: number;
  readonly look: Look;
  readonly example: SeenExample;
  readonly picture: LayerPicture;
}

/** The example that is looked at; `row` for numbers that are no picture. */
export type SeenExample =
  | {
      readonly kind: 'image';
      readonly shape: ImageShape;
      /** `[height, width, channels]`, 0–1. */
      readonly values: Float32Array;
      /** Its class; null where there are none. */
      readonly label: number | null;
    }
  | { readonly kind: 'tokens'; readonly tokens: Uint32Array }
  | { readonly kind: 'row' };

export type LayerPicture = MapsPicture | AttentionPicture;

export interface MapsPicture {
  readonly kind: 'maps';
  /** The first channels of the layer's result, with their signs. */
  readonly maps: readonly Heatmap[];
  /** The filters that make them; null where the layer is no convolution. */
  readonly filters: FilterPictures | null;
}

export type FilterPictures =
  /** Weights for one of the channels that filters read, or their means over all. */
  | { readonly kind: 'weights'; readonly filters: readonly Heatmap[] }
  /** Weights for red, green and blue. */
  | { readonly kind: 'colours'; readonly filters: readonly ColourFilter[] };

export interface ColourFilter {
  readonly side: number;
  /** `[side, side, 3]` */
  readonly values: Float32Array;
}

export interface AttentionPicture {
  readonly kind: 'attention';
  /** Of the first heads: `[length, length]` shares 0–1, a row for each position that looks. */
  readonly heads: readonly Float32Array[];
}
