import { inverseSchema, refreshSchema } from './inverse-spec.ts';
import { z } from './schema.ts';
import { scheduleSchema } from './schedule-spec.ts';
import { fraction, learningRate, momentum, period, periodChanges, weightDecay } from './spec-fields.ts';

const lambda = z.number().positive().max(1e6);

const dampingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), lambda: z.number().min(0).max(1e6) }),
  z.strictObject({
    kind: z.literal('scheduled'),
    lambda,
    /** Reached by equal factors after so many steps. */
    finalLambda: lambda,
    steps: z.int().min(1).max(10_000_000),
  }),
  z.strictObject({
    kind: z.literal('levenberg-marquardt'),
    lambda,
    /** How the damping of the factors follows: γ = √(λ + η), or the best of three every 20 steps. */
    gamma: z.enum(['tied', 'searched']).default('tied'),
  }),
]);

/** How far a K-FAC update goes: given rate and momentum, or both solved from the exact quadratic model. */
const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    learningRate,
    schedule: scheduleSchema,
    momentum,
    /** Bound c on lr²·Σ update·gradient (KL clip); null for none. */
    klClip: z.number().positive().max(1e6).nullable(),
  }),
  z.strictObject({
    kind: z.literal('quadratic-model'),
    /** Share of the minibatch whose curvature the model uses. */
    fraction: fraction.default(1),
  }),
]);

/** Of one side of a block. */
export const MOST_PARTS = 1_024;
const parts = z.int().min(1).max(MOST_PARTS);

/** How the curvature of one layer is approximated; see `gpu/curvature/structure.ts`. */
const blockSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('kronecker'),
    /** Equal parts of the inputs (the bias goes with the last) and of the outputs; each must divide its side. */
    inputParts: parts,
    outputParts: parts,
    /**
     * What stands for the positions at which a case applies the weight: each for itself, their mean input and summed gradient, or,
     * of a recurrent weight, a chain in time.
     */
    sharing: z.enum(['expand', 'reduce', 'option-1', 'option-2']).default('expand'),
  }),
  z.strictObject({ kind: z.literal('diagonal') }),
  z.strictObject({ kind: z.literal('full') }),
]);

/** The block of every layer, and those of layers that have another; layers count from 1. */
const blocksSchema = z.strictObject({
  every: blockSchema,
  except: z.array(z.strictObject({ layer: z.int().min(1).max(64), block: blockSchema })).max(64),
});

const representationSchema = z.enum(['factored', 'eigenbasis', 'ekfac', 'tridiagonal']);

interface KfacDefaults {
  readonly representation: z.infer<typeof representationSchema>;
  readonly basisEvery: number;
  readonly blocks: z.infer<typeof blocksSchema>;
  readonly statisticsLater: z.infer<typeof periodChanges>;
  readonly statisticsFraction: number;
  readonly inverseLater: z.infer<typeof periodChanges>;
  readonly iterateDecay: number | null;
  readonly inverse: z.infer<typeof inverseSchema>;
  readonly refresh: z.infer<typeof refreshSchema>;
  readonly dampingFloor: number;
}

/** What a spec that does not mention a field means. */
export const KFAC_DEFAULTS: KfacDefaults = {
  representation: 'factored',
  basisEvery: 100,
  blocks: { every: { kind: 'kronecker', inputParts: 1, outputParts: 1, sharing: 'expand' }, except: [] },
  statisticsLater: [],
  statisticsFraction: 1,
  inverseLater: [],
  iterateDecay: null,
  inverse: { kind: 'cholesky' },
  refresh: { kind: 'every' },
  dampingFloor: 1e-7,
};

/** All choices of K-FAC; they mirror `gpu/optimizers/kfac-settings.ts`. */
export const kfacSchema = z.strictObject({
  kind: z.literal('kfac'),
  estimation: z.enum(['sampled', 'exact', 'curvature-propagation', 'empirical', 'forward-only']),
  blocks: blocksSchema.default(KFAC_DEFAULTS.blocks),
  /** How Kronecker blocks are damped and inverted; see `gpu/curvature/representation.ts`. */
  representation: representationSchema.default(KFAC_DEFAULTS.representation),
  /** Steps between full eigen-solves; between them an inversion turns the bases by one orthogonal iteration. */
  basisEvery: period.default(KFAC_DEFAULTS.basisEvery),
  step: stepSchema,
  damping: dampingSchema,
  /** Largest decay of the factor averages, `min(1 − 1/k, decay)`. */
  decay: z.number().min(0).lt(1),
  statisticsEvery: period,
  statisticsLater: periodChanges.default(KFAC_DEFAULTS.statisticsLater),
  /** Share of the minibatch that the factors are estimated on. */
  statisticsFraction: fraction.default(KFAC_DEFAULTS.statisticsFraction),
  inverseEvery: period,
  inverseLater: periodChanges.default(KFAC_DEFAULTS.inverseLater),
  /** Decay of the average of iterates that is evaluated in place of the last one; null for none. */
  iterateDecay: z.number().min(0).lt(1).nullable().default(KFAC_DEFAULTS.iterateDecay),
  inverse: inverseSchema.default(KFAC_DEFAULTS.inverse),
  refresh: refreshSchema.default(KFAC_DEFAULTS.refresh),
  /** Least damping of a factor as a share of its mean eigenvalue. */
  dampingFloor: z.number().min(0).max(1).default(KFAC_DEFAULTS.dampingFloor),
  /** L2 coefficient η added to the loss as ½η‖θ‖² and to the damping. */
  weightDecay,
});

export type BlockSpec = z.infer<typeof blockSchema>;
export type KfacSpec = z.infer<typeof kfacSchema>;
