import { batchNorm } from '../../../../gpu/nn/batch-norm.ts';
import { dropout } from '../../../../gpu/nn/dropout.ts';
import { layerNorm } from '../../../../gpu/nn/layer-norm.ts';
import { z } from '../../schema.ts';
import { countOf, values } from '../example-shape.ts';
import { layerFields } from '../layer-fields.ts';
import { numbersOf, type LayerKind, type LayerPlace, type PlannedLayer } from '../layer-kind.ts';

/** Mean 0 and variance 1 of each channel, the last axis, over the cases and positions of a minibatch, then a learned scale and shift. */
export const batchNormSchema = z.strictObject({ kind: z.literal('batch-norm'), ...layerFields });

/** Mean 0 and variance 1 over the last axis, then a learned scale and shift. */
export const layerNormSchema = z.strictObject({ kind: z.literal('layer-norm'), ...layerFields });

/** Sets numbers to zero at random in training. */
export const dropoutSchema = z.strictObject({ kind: z.literal('dropout'), ...layerFields, rate: z.number().min(0).max(0.95) });

export const planBatchNorm: LayerKind<z.infer<typeof batchNormSchema>> = (_, place) => planNorm(place, batchNorm);

export const planLayerNorm: LayerKind<z.infer<typeof layerNormSchema>> = (_, place) => planNorm(place, layerNorm);

function planNorm(place: LayerPlace, norm: typeof layerNorm): PlannedLayer {
  const axes = numbersOf(place);
  const channels = axes.at(-1)!;
  const size = countOf(place.inputs[0]);
  return { layer: norm(place.name, channels), output: values(...axes), rows: [size / channels], intermediates: 2 * size };
}

export const planDropout: LayerKind<z.infer<typeof dropoutSchema>> = ({ rate }, place) => ({
  layer: dropout(place.name, rate, place.index),
  output: values(...numbersOf(place)),
  rows: [],
  intermediates: countOf(place.inputs[0]),
});
