import { z } from './schema.ts';
import { learningRate, momentum, period, weightDecay } from './spec-fields.ts';

const dampingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), lambda: z.number().positive().max(1e6) }),
  z.strictObject({ kind: z.literal('levenberg-marquardt'), lambda: z.number().positive().max(1e6) }),
]);

/** How far a K-FAC update goes: given rate and momentum, or both solved from the exact quadratic model. */
const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    learningRate,
    momentum,
    /** Bound c on lr²·Σ update·gradient (KL clip); null for none. */
    klClip: z.number().positive().max(1e6).nullable(),
  }),
  z.strictObject({ kind: z.literal('quadratic-model') }),
]);

/** All choices of K-FAC; they mirror `gpu/optimizers/kfac-settings.ts`. */
export const kfacSchema = z.strictObject({
  kind: z.literal('kfac'),
  estimation: z.enum(['sampled', 'exact', 'empirical']),
  step: stepSchema,
  damping: dampingSchema,
  /** Largest decay of the factor averages, `min(1 − 1/k, decay)`. */
  decay: z.number().min(0).lt(1),
  statisticsEvery: period,
  inverseEvery: period,
  /** L2 coefficient η added to the loss as ½η‖θ‖² and to the damping. */
  weightDecay,
});

export type KfacSpec = z.infer<typeof kfacSchema>;
