import { z } from './schema.ts';
import { filePath } from './spec-fields.ts';

/** Texts that an input column may hold, each of which becomes an input of 0 or 1. */
export const MAX_CATEGORIES = 20;
export const MAX_CLASSES = 256;
export const MAX_COLUMNS = 4_096;
const MAX_TARGETS = 32;
/** Characters of a class or category. */
export const MAX_CATEGORY_LENGTH = 100;

/** A column by its name; columns of a table without names are called 1, 2, … */
const columnName = z.string().min(1).max(200);
const category = z.string().min(1).max(MAX_CATEGORY_LENGTH);
const examples = z.int().min(1).max(1_000_000);

/** A table that a person brings, a row an example. */
export const tableSchema = z.strictObject({
  kind: z.literal('table'),
  path: filePath,
  /** Of the file's bytes, lower-case hex: another file of that name is refused. Null for whatever is there. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  /** Whether the first row names the columns. */
  header: z.boolean().default(true),
  /** What stands between fields; null to find out. */
  delimiter: z.enum([',', ';', '\t', '|']).nullable().default(null),
  /** The columns that a model is fed, in this order; those not named here or as target are left out. */
  inputs: z
    .array(
      z.strictObject({
        column: columnName,
        /** The texts of a column that holds no numbers, each an input that is 1 where the field is that text and 0 elsewhere. */
        categories: z.array(category).min(2).max(MAX_CATEGORIES).nullable().default(null),
      }),
    )
    .min(1)
    .max(MAX_COLUMNS),
  target: z.discriminatedUnion('kind', [
    /** One of a few classes, by the text or number that stands for it. */
    z.strictObject({ kind: z.literal('class'), column: columnName, classes: z.array(category).min(2).max(MAX_CLASSES) }),
    /** Numbers to be told. */
    z.strictObject({ kind: z.literal('numbers'), columns: z.array(columnName).min(1).max(MAX_TARGETS) }),
    /** The inputs themselves, from 0 to 1. */
    z.strictObject({ kind: z.literal('inputs') }),
  ]),
  /** Whether numbers, inputs and targets, get mean 0 and deviation 1 over the training examples. */
  standardise: z.boolean().default(true),
  /** Which rows are for training and for testing: drawn by the seed, or the first ones and the next. */
  split: z.enum(['shuffled', 'in-order']).default('shuffled'),
  trainExamples: examples,
  testExamples: examples,
});

export type TableSpec = z.infer<typeof tableSchema>;
