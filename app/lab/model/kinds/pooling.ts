import { globalPooling, pooling } from '../../../../gpu/nn/pooling.ts';
import { windowPlaces } from '../../../../gpu/ops/window-kernels.ts';
import { z } from '../../schema.ts';
import { values } from '../example-shape.ts';
import { layerFields } from '../layer-fields.ts';
import { imageOf, numbersOf, type LayerKind } from '../layer-kind.ts';

const reduction = z.enum(['maximum', 'average']);

/** One number for each square window and channel of an image. */
export const poolingSchema = z.strictObject({
  kind: z.literal('pooling'),
  ...layerFields,
  reduction,
  /** Side of the window, and how far it moves. */
  size: z.int().min(1).max(31),
  stride: z.int().min(1).max(31),
});

/** One number for each channel, over all positions. */
export const globalPoolingSchema = z.strictObject({ kind: z.literal('global-pooling'), ...layerFields, reduction });

export const planPooling: LayerKind<z.infer<typeof poolingSchema>> = ({ reduction: kind, size, stride }, place) => {
  const [height, width, channels] = imageOf(place);
  const window = { kernel: [size, size], stride: [stride, stride] } as const;
  return {
    layer: pooling(place.name, kind, window),
    output: values(...windowPlaces('pooling', [height, width], window), channels),
    rows: [],
    intermediates: 0,
  };
};

export const planGlobalPooling: LayerKind<z.infer<typeof globalPoolingSchema>> = ({ reduction: kind }, place) => {
  const axes = numbersOf(place);
  return { layer: globalPooling(place.name, kind), output: values(axes.at(-1)!), rows: [], intermediates: 0 };
};
