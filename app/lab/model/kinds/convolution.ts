import { convolution, depthwiseConvolution } from '../../../../gpu/nn/convolution.ts';
import { windowPlaces, type PatchWindow } from '../../../../gpu/ops/window-kernels.ts';
import { z } from '../../schema.ts';
import { values } from '../example-shape.ts';
import { layerFields, tieField, width } from '../layer-fields.ts';
import { imageOf, type Image, type LayerKind, type LayerPlace, type PlannedLayer } from '../layer-kind.ts';

const geometry = {
  /** Side of the square kernel. */
  kernel: z.int().min(1).max(31),
  stride: z.int().min(1).max(8).default(1),
  /** `same`: zeros around the image, so that a stride of 1 keeps its size; `valid`: none. */
  padding: z.enum(['same', 'valid']).default('same'),
} as const;

export const convolutionSchema = z.strictObject({
  kind: z.literal('convolution'),
  ...layerFields,
  ...tieField,
  filters: width,
  ...geometry,
});

/** Every channel by itself. */
export const depthwiseSchema = z.strictObject({ kind: z.literal('depthwise-convolution'), ...layerFields, ...tieField, ...geometry });

/** A convolution that enlarges images by its stride. */
export const transposedSchema = z.strictObject({
  kind: z.literal('transposed-convolution'),
  ...layerFields,
  ...tieField,
  filters: width,
  ...geometry,
});

export const planConvolution: LayerKind<z.infer<typeof convolutionSchema>> = ({ filters, kernel, stride, padding }, place) => {
  const image = imageOf(place);
  return planWindow(place, image, filters, slidingWindow(image, kernel, stride, padding));
};

export const planTransposed: LayerKind<z.infer<typeof transposedSchema>> = ({ filters, kernel, stride, padding }, place) => {
  const image = imageOf(place);
  return planWindow(place, image, filters, spreadingWindow(kernel, stride, padding));
};

export const planDepthwise: LayerKind<z.infer<typeof depthwiseSchema>> = ({ kernel, stride, padding }, place) => {
  const image = imageOf(place);
  const window = slidingWindow(image, kernel, stride, padding);
  const [height, width, channels] = image;
  const places = windowPlaces('window', [height, width], window);
  const patch = kernel * kernel * channels;
  return {
    layer: depthwiseConvolution(place.name, { channels, window, initialisation: place.initialisation }),
    output: values(...places, channels),
    rows: [places[0] * places[1]],
    intermediates: 2 * places[0] * places[1] * patch,
  };
};

function planWindow(place: LayerPlace, [height, width, channels]: Image, filters: number, window: PatchWindow): PlannedLayer {
  const [rows, columns] = windowPlaces('window', [height, width], window);
  return {
    layer: convolution(place.name, { channels, filters, window, initialisation: place.initialisation }),
    output: values(rows, columns, filters),
    rows: [rows * columns],
    intermediates: rows * columns * window.kernel[0] * window.kernel[1] * channels,
  };
}

/** A square window over an image; padded so that its places are ⌈side / stride⌉ along each side, or not at all. */
function slidingWindow([height, width]: readonly number[], kernel: number, stride: number, padding: 'same' | 'valid'): PatchWindow {
  const zeros = (side: number): readonly [before: number, after: number] => {
    const total = padding === 'valid' ? 0 : Math.max(0, (Math.ceil(side / stride) - 1) * stride + kernel - side);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  };
  const [[top, bottom], [left, right]] = [zeros(height!), zeros(width!)];
  return { kernel: [kernel, kernel], stride: [stride, stride], padding: { top, bottom, left, right } };
}

/** The window of a transposed convolution: `same` makes `side · stride` places, `valid` `(side − 1) · stride + kernel`. */
function spreadingWindow(kernel: number, stride: number, padding: 'same' | 'valid'): PatchWindow {
  const total = padding === 'valid' ? 2 * (kernel - 1) : stride - 1 + kernel - 1;
  const [before, after] = [Math.ceil(total / 2), Math.floor(total / 2)];
  return {
    kernel: [kernel, kernel],
    padding: { top: before, bottom: after, left: before, right: after },
    inputDilation: [stride, stride],
  };
}
