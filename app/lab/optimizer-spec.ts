import { hessianFreeSchema } from './hessian-free-spec.ts';
import { kfacSchema } from './kfac-spec.ts';
import { scheduleSchema } from './schedule-spec.ts';
import { z } from './schema.ts';
import { learningRate, momentum, period, weightDecay } from './spec-fields.ts';

/** A decay below 1 of a moving average. */
const average = z.number().min(0).lt(1);
/** Below 10⁻²⁰ it would vanish beside a zero gradient in float32. */
const epsilon = z.number().min(1e-20).max(1);
const rate = { learningRate, schedule: scheduleSchema };

/** How an arm trains: one member for each optimiser. */
export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sgd'), ...rate, momentum, nesterov: z.boolean(), weightDecay }),
  z.strictObject({
    kind: z.literal('adam'),
    ...rate,
    beta1: average,
    beta2: average,
    epsilon,
    /** Decoupled (AdamW). */
    weightDecay,
  }),
  z.strictObject({ kind: z.literal('rmsprop'), ...rate, decay: average, epsilon, momentum, weightDecay }),
  /** The decay is decoupled. */
  z.strictObject({ kind: z.literal('muon'), ...rate, momentum, nesterov: z.boolean(), weightDecay }),
  z.strictObject({
    kind: z.literal('soap'),
    ...rate,
    beta1: average,
    beta2: average,
    epsilon,
    /** Largest decay of the averages of both sides' factors. */
    decay: average,
    /** Steps between two turns of the eigenbases. */
    refreshEvery: period,
    /** Decoupled. */
    weightDecay,
  }),
  z.strictObject({
    kind: z.literal('shampoo'),
    ...rate,
    /** Largest decay of the averages of both sides' factors. */
    decay: average,
    /** Added to the factors' eigenvalues. */
    epsilon,
    /** Steps between two solves for the roots. */
    refreshEvery: period,
    /** Whether each weight's direction is given the length of its gradient. */
    grafting: z.boolean(),
    momentum,
    nesterov: z.boolean(),
    weightDecay,
  }),
  hessianFreeSchema,
  kfacSchema,
]);

export type OptimizerSpec = z.infer<typeof optimizerSchema>;
/** The optimisers that have a learning rate with a schedule, and beside it numbers and switches alone. */
export type FirstOrderSpec = Exclude<OptimizerSpec, { kind: 'kfac' | 'hessian-free' }>;
