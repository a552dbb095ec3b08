import { dataSchema } from './data-spec.ts';
import { modelSchema } from './model/model-spec.ts';
import { optimizerSchema } from './optimizer-spec.ts';
import { z } from './schema.ts';
import { filePath, period } from './spec-fields.ts';

/** The version written into new specs; older ones are refused with the version they name. */
export const SPEC_VERSION = 1;

const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const batchSize = z.int().min(1).max(60_000);
const armSchema = z.strictObject({
  name: z.string().min(1).max(40),
  optimizer: optimizerSchema,
});

export const specSchema = z.strictObject({
  version: z.literal(SPEC_VERSION),
  name: z.string().min(1).max(80),
  seed,
  data: dataSchema,
  model: modelSchema,
  batchSize,
  /** The batch grows by equal factors from `batchSize` to the size reached at step `steps`, in stages of one size; null to stay. */
  batchGrowth: z
    .strictObject({ to: batchSize, steps: z.int().min(2).max(10_000_000), stages: z.int().min(2).max(12) })
    .nullable()
    .default(null),
  /** `sequential`: step s (from 0) shows examples s·batchSize onwards (where the batch grows, those after the last shown), around and around; for replaying a run elsewhere. */
  order: z.enum(['shuffled', 'sequential']).default('shuffled'),
  /** Weights that all arms start from, in a safetensors file with a tensor `<layer>.weight` for each; null to initialise them. */
  initial: z.strictObject({ checkpoint: filePath }).nullable().default(null),
  /** Training ends when any limit is reached; null for no limit. */
  stop: z.strictObject({ steps: z.int().min(1).max(10_000_000).nullable(), seconds: z.number().positive().max(1e6).nullable() }),
  evaluation: z.strictObject({ every: period, trainExamples: z.int().min(1).max(60_000) }),
  arms: z.array(armSchema).min(1).max(4),
});

export type ExperimentSpec = z.infer<typeof specSchema>;
export type ArmSpec = z.infer<typeof armSchema>;
