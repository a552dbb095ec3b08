import { z } from './schema.ts';

/** How the damped factors are inverted; see `gpu/curvature/inverse-settings.ts`. */
export const inverseSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cholesky') }),
  z.strictObject({
    kind: z.literal('newton-schulz'),
    /** Each squares what the last inverse leaves over. */
    iterations: z.int().min(1).max(8),
  }),
  z.strictObject({
    kind: z.literal('inverse-free'),
    /** β₁ and α₁ of SINGD. */
    rate: z.number().positive().max(1),
    momentum: z.number().min(0).max(0.9),
  }),
]);

/** Which factors a refresh works on. */
export const refreshSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('every') }),
  z.strictObject({ kind: z.literal('round-robin'), shares: z.int().min(1).max(64) }),
  z.strictObject({
    kind: z.literal('adaptive'),
    /** ‖I − ÂX‖_F/√n up to which an inverse is kept. */
    residual: z.number().positive().max(1),
  }),
]);
