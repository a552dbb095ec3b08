import { z } from './schema.ts';
import { filePath } from './spec-fields.ts';
import { tableSchema } from './table-spec.ts';

const side = z.int().min(1).max(4_096);
const arrayName = z.string().min(1).max(200);
/** Characters a model reads at once. */
const window = z.int().min(4).max(256);
const examples = z.int().min(1).max(500_000);

/** Where a person's examples lie; the classes are read only where `classes` asks for them. */
const fileSchema = z.discriminatedUnion('format', [
  z.strictObject({
    /** Unsigned bytes as MNIST's files have them, gzip'd if the name ends in `.gz`. */
    format: z.literal('idx'),
    inputs: filePath,
    labels: filePath.nullable().default(null),
  }),
  z.strictObject({
    /** Arrays `[examples, …]` and `[examples]`; bytes stand for value / 255, other numbers for themselves. */
    format: z.literal('npz'),
    path: filePath,
    inputs: arrayName.default('x'),
    labels: arrayName.nullable().default('y'),
  }),
]);

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
  z.strictObject({
    kind: z.literal('file'),
    file: fileSchema,
    /** How one example looks. */
    inputs: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('image'), width: side, height: side }),
      z.strictObject({ kind: z.literal('point') }),
      z.strictObject({ kind: z.literal('vector'), size: z.int().min(1).max(65_536) }),
    ]),
    /** Classes are numbered from 0; null to leave them unread. */
    classes: z.int().min(2).max(256).nullable(),
    /** The first examples of the file are for training, the next ones for testing. */
    trainExamples: examples,
    testExamples: examples,
  }),
  tableSchema,
]);

export type DataSpec = z.infer<typeof dataSchema>;
export type LanguageDataSpec = Extract<DataSpec, { readonly kind: 'text' | 'names' | 'sequence-task' }>;
export type RowDataSpec = Exclude<DataSpec, LanguageDataSpec>;
export type FileDataSpec = Extract<DataSpec, { readonly kind: 'file' }>;
