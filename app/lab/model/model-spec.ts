import { z } from './schema.ts';

const width = z.int().min(1).max(8_192);
const activationSchema = z.enum(['tanh', 'relu', 'sigmoid', 'gelu']);
const initialisationSchema = z.enum(['glorot', 'he', 'martens-sparse']);

/** The network that all arms train. */
export const modelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mlp'),
    hidden: z.array(width).max(12),
    activation: activationSchema,
    initialisation: initialisationSchema,
  }),
  z.strictObject({
    /** Widths from the first hidden layer to the linear code; the decoder mirrors them. */
    kind: z.literal('autoencoder'),
    encoder: z.array(width).min(1).max(8),
    activation: activationSchema,
    initialisation: initialisationSchema,
  }),
]);

export type ModelSpec = z.infer<typeof modelSchema>;
