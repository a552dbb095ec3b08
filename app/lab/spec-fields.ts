import { z } from './schema.ts';

/** Ranges that fields of several parts of a spec share. */
export const period = z.int().min(1).max(10_000);
/** How a period changes later on: each entry holds from its 1-based step. */
export const periodChanges = z.array(z.strictObject({ from: z.int().min(2).max(10_000_000), every: period })).max(32);
export const fraction = z.number().positive().max(1);
export const learningRate = z.number().positive().max(1_000);
export const momentum = z.number().min(0).lt(1);
export const weightDecay = z.number().min(0).max(1);

/** A file in a spec, relative to the spec's own. */
export const filePath = z
  .string()
  .min(1)
  .max(1_024)
  .regex(/^\P{Cc}+$/u);
