import { z } from './schema.ts';

/** What a race is trained on. */
export const dataSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mnist'),
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
    kind: z.literal('curves'),
    trainExamples: z.int().min(100).max(60_000),
    testExamples: z.int().min(100).max(10_000),
  }),
]);

export type DataSpec = z.infer<typeof dataSchema>;
