import { z } from '../schema.ts';
import { activationFunction } from './kinds/activation.ts';
import { width } from './layer-fields.ts';
import { layerSchema } from './layer-spec.ts';

const initialisationSchema = z.enum(['glorot', 'he', 'martens-sparse']);

/** The network that all arms train. */
export const modelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mlp'),
    hidden: z.array(width).max(12),
    activation: activationFunction,
    initialisation: initialisationSchema,
  }),
  z.strictObject({
    /** Widths from the first hidden layer to the linear code; the decoder mirrors them. */
    kind: z.literal('autoencoder'),
    encoder: z.array(width).min(1).max(8),
    activation: activationFunction,
    initialisation: initialisationSchema,
  }),
  z.strictObject({
    /** Layers that feed one another; the last one gives the outputs. */
    kind: z.literal('graph'),
    layers: z.array(layerSchema).min(1).max(64),
    initialisation: initialisationSchema,
    /** Whether the model is to give its inputs back, whatever classes they have. */
    reconstructs: z.boolean().default(false),
  }),
]);

export type ModelSpec = z.infer<typeof modelSchema>;
