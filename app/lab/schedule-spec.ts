import { z } from './schema.ts';

const steps = z.int().min(1).max(10_000_000);

/** A rate that stays as it is. */
export const constantRate = { warmUp: 0, decay: { kind: 'constant' } } as const;

/** How a learning rate changes with the step; it mirrors `gpu/optimizers/learning-rate.ts`. Specs may leave it out. */
export const scheduleSchema = z
  .strictObject({
    /** Steps over which the rate rises linearly to its full value; 0 for none. */
    warmUp: z.int().min(0).max(10_000_000),
    /** What follows, counted from the end of warm-up. */
    decay: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('constant') }),
      /** Half a cosine down to the fraction `final` of the rate. */
      z.strictObject({ kind: z.literal('cosine'), steps, final: z.number().min(0).max(1) }),
      /** Times `factor` every so many steps. */
      z.strictObject({ kind: z.literal('step'), every: steps, factor: z.number().positive().max(1) }),
    ]),
  })
  .default(constantRate);

export type ScheduleSpec = z.infer<typeof scheduleSchema>;
