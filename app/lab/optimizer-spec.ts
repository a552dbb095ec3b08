import { kfacSchema } from './kfac-spec.ts';
import { z } from './schema.ts';
import { learningRate, momentum, weightDecay } from './spec-fields.ts';

/** How an arm trains: one member for each optimiser. */
export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sgd'), learningRate, momentum, nesterov: z.boolean(), weightDecay }),
  z.strictObject({
    kind: z.literal('adam'),
    learningRate,
    beta1: z.number().min(0).lt(1),
    beta2: z.number().min(0).lt(1),
    /** Below 10⁻²⁰ it would vanish beside a zero gradient in float32. */
    epsilon: z.number().min(1e-20).max(1),
    /** Decoupled (AdamW). */
    weightDecay,
  }),
  kfacSchema,
]);

export type OptimizerSpec = z.infer<typeof optimizerSchema>;
