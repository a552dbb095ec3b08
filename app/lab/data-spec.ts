import { fileSchema } from './file-spec.ts';
import { z } from './schema.ts';
import { tableSchema } from './table-spec.ts';

/** Characters a model reads at once. */
const window = z.int().min(4).max(256);

/** What a race is trained on. */
export const dataSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['mnist', 'fashion']),
    trainExamples: z.int().min(100).max(60_000),
    testExamples: z.int().min(100).max(10_000),
  }),
  z.strictObject({
    kind: z.enum(['spirals', 'moons', 'circles', 'xor', 'blobs']),
    trainExamples: z.int().min(10).max(100_000),
    testExamples: z.int().min(10).max(100_000),
    noise: z.number().min(0).max(2),
  }),
  z.strictObject({
    /** Points of a curve whose waves grow shorter, with normal noise on their height. */
    kind: z.literal('wave'),
    trainExamples: z.int().min(10).max(100_000),
    testExamples: z.int().min(10).max(100_000),
    noise: z.number().min(0).max(2),
  }),
  z.strictObject({
    kind: z.literal('curves'),
    trainExamples: z.int().min(100).max(60_000),
    testExamples: z.int().min(100).max(10_000),
  }),
  z.strictObject({
    /** A book, character by character. */
    kind: z.literal('text'),
    length: window,
    /** Windows, evenly spread over the text. */
    trainExamples: z.int().min(10).max(500_000),
    testExamples: z.int().min(10).max(50_000),
  }),
  z.strictObject({
    /** First names, each on a line. */
    kind: z.literal('names'),
    length: window,
    trainExamples: z.int().min(10).max(50_000),
    testExamples: z.int().min(10).max(5_000),
  }),
  z.strictObject({
    /** Questions and answers such as `bdac>abcd`; only what follows the question is scored. */
    kind: z.literal('sequence-task'),
    task: z.enum(['copy', 'reverse', 'sort', 'addition']),
    /** Letters of a word, or digits of a number. */
    length: z.int().min(2).max(64),
    trainExamples: z.int().min(10).max(100_000),
    testExamples: z.int().min(10).max(10_000),
  }),
  fileSchema,
  tableSchema,
]);

export type DataSpec = z.infer<typeof dataSchema>;
export type LanguageDataSpec = Extract<DataSpec, { readonly kind: 'text' | 'names' | 'sequence-task' }>;
export type RowDataSpec = Exclude<DataSpec, LanguageDataSpec>;
/** Data in files that a person brings. */
export type OwnDataSpec = Extract<DataSpec, { readonly kind: 'file' | 'table' }>;
