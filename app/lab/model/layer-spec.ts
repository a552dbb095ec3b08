import { z } from '../schema.ts';
import { activationSchema, planActivation } from './kinds/activation.ts';
import {
  convolutionSchema,
  depthwiseSchema,
  planConvolution,
  planDepthwise,
  planTransposed,
  transposedSchema,
} from './kinds/convolution.ts';
import { denseSchema, planDense } from './kinds/dense.ts';
import { globalPoolingSchema, planGlobalPooling, planPooling, poolingSchema } from './kinds/pooling.ts';
import { batchNormSchema, dropoutSchema, layerNormSchema, planBatchNorm, planDropout, planLayerNorm } from './kinds/regularisation.ts';
import {
  attentionSchema,
  embeddingSchema,
  planAttention,
  planEmbedding,
  planPositions,
  planTiedOutput,
  positionsSchema,
  tiedOutputSchema,
} from './kinds/sequence.ts';
import { addSchema, concatenateSchema, planAdd, planConcatenate } from './kinds/join.ts';
import { planRecurrent, recurrentSchema } from './kinds/recurrent.ts';
import { flattenSchema, planFlatten, planReshape, reshapeSchema } from './kinds/shape.ts';
import type { LayerKind, LayerPlace, PlannedLayer } from './layer-kind.ts';

/** One layer of a model as people write it. */
export const layerSchema = z.discriminatedUnion('kind', [
  activationSchema,
  addSchema,
  attentionSchema,
  batchNormSchema,
  concatenateSchema,
  convolutionSchema,
  denseSchema,
  depthwiseSchema,
  dropoutSchema,
  embeddingSchema,
  flattenSchema,
  globalPoolingSchema,
  layerNormSchema,
  poolingSchema,
  positionsSchema,
  recurrentSchema,
  reshapeSchema,
  tiedOutputSchema,
  transposedSchema,
]);

export type LayerSpec = z.infer<typeof layerSchema>;
/** A layer as it may be written, defaults left out. */
export type LayerDraft = z.input<typeof layerSchema>;
export type LayerKindName = LayerSpec['kind'];

const KINDS: { readonly [Kind in LayerKindName]: LayerKind<Extract<LayerSpec, { readonly kind: Kind }>> } = {
  activation: planActivation,
  add: planAdd,
  attention: planAttention,
  'batch-norm': planBatchNorm,
  concatenate: planConcatenate,
  convolution: planConvolution,
  dense: planDense,
  'depthwise-convolution': planDepthwise,
  dropout: planDropout,
  embedding: planEmbedding,
  flatten: planFlatten,
  'global-pooling': planGlobalPooling,
  'layer-norm': planLayerNorm,
  pooling: planPooling,
  positions: planPositions,
  recurrent: planRecurrent,
  reshape: planReshape,
  'tied-output': planTiedOutput,
  'transposed-convolution': planTransposed,
};

/** Plans one layer where it stands. @throws ShapeError when its inputs do not fit it. */
export function planLayer(spec: LayerSpec, place: LayerPlace): PlannedLayer {
  const plan = KINDS[spec.kind] as LayerKind<LayerSpec>;
  return plan(spec, place);
}
