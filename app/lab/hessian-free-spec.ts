import { z } from './schema.ts';
import { weightDecay } from './spec-fields.ts';

const lambda = z.number().positive().max(1e6);

/** All choices of Hessian-free optimisation; they mirror `gpu/optimizers/hessian-free.ts`. */
export const hessianFreeSchema = z.strictObject({
  kind: z.literal('hessian-free'),
  /** Turns of conjugate gradients in every step. */
  iterations: z.int().min(1).max(500),
  /** They rest once the residual is this share of the gradient. */
  tolerance: z.number().min(0).lt(1),
  /** What the solution of the step before is multiplied by to start from. */
  warmStart: z.number().min(0).max(1),
  damping: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed'), lambda }),
    z.strictObject({ kind: z.literal('levenberg-marquardt'), lambda }),
  ]),
  weightDecay,
});

export type HessianFreeSpec = z.infer<typeof hessianFreeSchema>;
