import type { Initialisation } from '../../../gpu/nn/initialise.ts';
import type { Layer } from '../../../gpu/nn/layer.ts';
import { ShapeError } from '../../../gpu/runtime/errors.ts';
import { describeShape, type ExampleShape } from './example-shape.ts';

/** What a layer finds when it is planned. */
export interface LayerPlace {
  readonly name: string;
  /** Its number among all layers, from 0. */
  readonly index: number;
  /** One example of each of its inputs. */
  readonly inputs: readonly [ExampleShape, ...ExampleShape[]];
  /** The layer whose weights it uses too; null for weights of its own. */
  readonly tiedTo: Layer | null;
  /** Of the model's weights. */
  readonly initialisation: Exclude<Initialisation, 'embedding' | 'identity'>;
}

/** A layer that fits where it stands. */
export interface PlannedLayer {
  readonly layer: Layer;
  /** One example of its result. */
  readonly output: ExampleShape;
  /** For each of its weights, rows of the site that one example makes: positions times uses. */
  readonly rows: readonly number[];
  /** Numbers of one example that the forward pass makes besides the result. */
  readonly intermediates: number;
}

/**
 * Makes layers of one kind from their specs.
 * @throws ShapeError saying what was expected of the inputs, what came, and a remedy.
 */
export type LayerKind<Spec> = (spec: Spec, place: LayerPlace) => PlannedLayer;

/** A layer without weights that makes nothing but its result. */
export function weightless(output: ExampleShape, name: string, apply: Layer['apply']): PlannedLayer {
  return { layer: { name, weights: [], apply }, output, rows: [], intermediates: 0 };
}

/** The axes of the only input. @throws ShapeError unless it is numbers on so many axes, any number of them when absent. */
export function axesOf({ inputs }: LayerPlace, what: string, remedy: string, rank?: number): readonly number[] {
  const [input] = inputs;
  if (inputs.length !== 1 || input.kind !== 'values' || (rank !== undefined && input.axes.length !== rank)) {
    throw new ShapeError(`expected ${what}, got ${inputs.map(describeShape).join(' and ')}; ${remedy}`);
  }
  return input.axes;
}

/** The axes of the only input, which is numbers. @throws ShapeError for tokens, or several inputs. */
export function numbersOf(place: LayerPlace): readonly number[] {
  return axesOf(place, 'numbers', 'put an "embedding" layer before it');
}

/** Height, width and channels. */
export type Image = readonly [height: number, width: number, channels: number];

/** The only input, which is an image. @throws ShapeError for anything else. */
export function imageOf(place: LayerPlace): Image {
  return axesOf(place, 'an image, height × width × channels', 'put a "reshape" with three axes before it', 3) as Image;
}
