import { z } from '../schema.ts';

/** A budget as people write it. */
export const budgetSchema = z.strictObject({
  /** MiB of GPU memory for the training of the arm. */
  memory: z.number().positive().max(65_536),
  /** Time of a mean step, as a multiple of SGD's. */
  time: z.number().min(1).max(1_000),
});
