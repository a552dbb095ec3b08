import { z } from './schema.ts';
import { category, classNames, columnName, fileHash, filePath, ownExamples, rowSplit, targetNames } from './spec-fields.ts';
import { MAX_CATEGORIES, MAX_COLUMNS } from './spec-limits.ts';

/** A table that a person brings, a row an example. */
export const tableSchema = z.strictObject({
  kind: z.literal('table'),
  path: filePath,
  sha256: fileHash,
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
    z.strictObject({ kind: z.literal('class'), column: columnName, classes: classNames }),
    /** Numbers to be told. */
    z.strictObject({ kind: z.literal('numbers'), columns: targetNames }),
    /** The inputs themselves, from 0 to 1. */
    z.strictObject({ kind: z.literal('inputs') }),
  ]),
  /** Whether numbers, inputs and targets, get mean 0 and deviation 1 over the training examples. */
  standardise: z.boolean().default(true),
  split: rowSplit.default('shuffled'),
  trainExamples: ownExamples,
  testExamples: ownExamples,
});

export type TableSpec = z.infer<typeof tableSchema>;
