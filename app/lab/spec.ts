import { z } from './schema.ts';

/** The version written into new specs; older ones are refused with the version they name. */
export const SPEC_VERSION = 1;

const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const period = z.int().min(1).max(10_000);
const learningRate = z.number().positive().max(1_000);
const momentum = z.number().min(0).lt(1);
const weightDecay = z.number().min(0).max(1);
const width = z.int().min(1).max(8_192);

export const activationSchema = z.enum(['tanh', 'relu', 'sigmoid', 'gelu']);
export const initialisationSchema = z.enum(['glorot', 'he', 'martens-sparse']);

export const dataSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mnist'),
    trainExamples: z.int().min(100).max(60_000),
    testExamples: z.int().min(100).max(10_000),
  }),
  z.strictObject({
    kind: z.enum(['spirals', 'moons', 'circles', 'xor', 'blobs']),
    trainExamples: z.int().min(10).max(100_000),
    testExamples: z.int().min(10).max(100_000),
    noise: z.number().min(0).max(2),
  }),
  z.strictObject({
    kind: z.literal('curves'),
    trainExamples: z.int().min(100).max(60_000),
    testExamples: z.int().min(100).max(10_000),
  }),
]);

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

export const dampingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), lambda: z.number().positive().max(1e6) }),
  z.strictObject({ kind: z.literal('levenberg-marquardt'), lambda: z.number().positive().max(1e6) }),
]);

/** How far a K-FAC update goes: given rate and momentum, or both solved from the exact quadratic model. */
export const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    learningRate,
    momentum,
    /** Bound c on lr²·Σ update·gradient (KL clip); null for none. */
    klClip: z.number().positive().max(1e6).nullable(),
  }),
  z.strictObject({ kind: z.literal('quadratic-model') }),
]);

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
  z.strictObject({
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
  }),
]);

export const armSchema = z.strictObject({
  name: z.string().min(1).max(40),
  optimizer: optimizerSchema,
});

export const specSchema = z.strictObject({
  version: z.literal(SPEC_VERSION),
  name: z.string().min(1).max(80),
  seed,
  data: dataSchema,
  model: modelSchema,
  batchSize: z.int().min(1).max(60_000),
  /** Training ends when any limit is reached; null for no limit. */
  stop: z.strictObject({ steps: z.int().min(1).max(10_000_000).nullable(), seconds: z.number().positive().max(1e6).nullable() }),
  evaluation: z.strictObject({ every: period, trainExamples: z.int().min(1).max(60_000) }),
  arms: z.array(armSchema).min(1).max(4),
});

export type ExperimentSpec = z.infer<typeof specSchema>;
export type DataSpec = z.infer<typeof dataSchema>;
export type ModelSpec = z.infer<typeof modelSchema>;
export type ArmSpec = z.infer<typeof armSchema>;
export type OptimizerSpec = z.infer<typeof optimizerSchema>;
export type KfacSpec = Extract<OptimizerSpec, { kind: 'kfac' }>;
