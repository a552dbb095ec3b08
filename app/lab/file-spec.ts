import { show } from './describe-issue.ts';
import { z } from './schema.ts';
import { classNames, fileHash, filePath, ownExamples, rowSplit, targetNames } from './spec-fields.ts';
import { MAX_CLASSES, MAX_FEATURES, MAX_SIDE } from './spec-limits.ts';

const side = z.int().min(1).max(MAX_SIDE);
const file = { path: filePath, sha256: fileHash };

/** An array in a file, `[examples, …]`. */
const arraySchema = z.discriminatedUnion('format', [
  /** Unsigned bytes as MNIST's files have them, gzip'd if the name ends in `.gz`. */
  z.strictObject({ format: z.literal('idx'), ...file }),
  z.strictObject({ format: z.literal('npy'), ...file }),
  z.strictObject({ format: z.literal('npz'), ...file, array: z.string().min(1).max(200) }),
]);

/** Arrays that a person brings, in one file or two. */
export const fileSchema = z.strictObject({
  kind: z.literal('file'),
  /** The inputs of all examples; bytes stand for value / 255, other numbers for themselves. */
  from: arraySchema,
  /** Whether the inputs are known to be unsigned bytes, which take a quarter of the memory; an array of others is refused then. */
  inBytes: z.boolean().default(false),
  /** How one example looks. */
  inputs: z.discriminatedUnion('kind', [
    /** `[height, width, channels]`: grey, or red, green and blue. */
    z.strictObject({ kind: z.literal('image'), width: side, height: side, channels: z.literal([1, 3]).default(1) }),
    z.strictObject({ kind: z.literal('point') }),
    z.strictObject({ kind: z.literal('vector'), size: z.int().min(1).max(MAX_FEATURES) }),
  ]),
  target: z.discriminatedUnion('kind', [
    /** Class numbers from 0: how many there are, or what they are called in the order of their numbers. */
    z.strictObject({
      kind: z.literal('class'),
      from: arraySchema,
      classes: z.union([z.int().min(2).max(MAX_CLASSES), classNames], {
        error: ({ input }) => `expected a whole number from 2 to ${MAX_CLASSES} or a list of names, got ${show(input)}`,
      }),
    }),
    /** Numbers to be told, a column for each name. */
    z.strictObject({ kind: z.literal('numbers'), from: arraySchema, names: targetNames }),
    /** The inputs themselves, from 0 to 1. */
    z.strictObject({ kind: z.literal('inputs') }),
  ]),
  /** Whether numbers to be told, and inputs other than images and bytes, get mean 0 and deviation 1 over the training examples. */
  standardise: z.boolean().default(false),
  /** Which examples are for training and for testing: the first ones and the next, or drawn by the seed. */
  split: rowSplit.default('in-order'),
  trainExamples: ownExamples,
  testExamples: ownExamples,
});

export type FileSpec = z.infer<typeof fileSchema>;
export type ArraySource = z.infer<typeof arraySchema>;
