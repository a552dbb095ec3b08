import { z } from './schema.ts';
import { MAX_CATEGORY_LENGTH, MAX_CLASSES, MAX_EXAMPLES, MAX_TARGETS } from './spec-limits.ts';

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
/** Of a file's bytes, lower-case hex: another file of that name is refused. Null for whatever is there. */
export const fileHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable()
  .default(null);

/** A text that stands for a class or category. */
export const category = z.string().min(1).max(MAX_CATEGORY_LENGTH);
export const classNames = z.array(category).min(2).max(MAX_CLASSES);
/** A column by its name; columns of a table without names are called 1, 2, … */
export const columnName = z.string().min(1).max(200);
export const targetNames = z.array(columnName).min(1).max(MAX_TARGETS);
/** Which rows are for training and for testing: drawn by the seed, or the first ones and the next. */
export const rowSplit = z.enum(['shuffled', 'in-order']);
export const ownExamples = z.int().min(1).max(MAX_EXAMPLES);
