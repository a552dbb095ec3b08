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

const parts = z.int().min(1).max(1_024);

/** How the curvature of one layer is approximated; see `gpu/curvature/structure.ts`. */
const blockSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('kronecker'),
    /** Equal parts of the inputs (the bias goes with the last) and of the outputs; each must divide its side. */
    inputParts: parts,
    outputParts: parts,
  }),
  z.strictObject({ kind: z.literal('diagonal') }),
  z.strictObject({ kind: z.literal('full') }),
]);

/** The block of every layer, and those of layers that have another; layers count from 1. */
const blocksSchema = z.strictObject({
  every: blockSchema,
  except: z.array(z.strictObject({ layer: z.int().min(1).max(64), block: blockSchema })).max(64),
});

/** What a spec that does not mention a field means. */
export const KFAC_DEFAULTS: { readonly blocks: z.infer<typeof blocksSchema> } = {
  blocks: { every: { kind: 'kronecker', inputParts: 1, outputParts: 1 }, except: [] },
};

/** All choices of K-FAC; they mirror `gpu/optimizers/kfac-settings.ts`. */
export const kfacSchema = z.strictObject({
  kind: z.literal('kfac'),
  estimation: z.enum(['sampled', 'exact', 'curvature-propagation', 'empirical', 'forward-only']),
  blocks: blocksSchema.default(KFAC_DEFAULTS.blocks),
  step: stepSchema,
  damping: dampingSchema,
  /** Largest decay of the factor averages, `min(1 − 1/k, decay)`. */
  decay: z.number().min(0).lt(1),
  statisticsEvery: period,
  inverseEvery: period,
  /** L2 coefficient η added to the loss as ½η‖θ‖² and to the damping. */
  weightDecay,
});

export type BlockSpec = z.infer<typeof blockSchema>;
export type KfacSpec = z.infer<typeof kfacSchema>;
