import { optimizerSchema } from '../optimizer-spec.ts';
import { z } from '../schema.ts';
import { specSchema, type ExperimentSpec } from '../spec.ts';

export const COMPARISON_VERSION = 1;

const updates = z.int().min(1).max(10_000_000);

/** Optimisers that train the same experiment, each with the same number of settings to choose among. */
export const comparisonSchema = z.strictObject({
  version: z.literal(COMPARISON_VERSION),
  /** All of an experiment but its arms; `stop.steps` is what every candidate trains. */
  experiment: specSchema.omit({ arms: true }),
  /** At which updates the table scores. */
  updates: z.array(updates).min(1).max(12),
  /** Training loss to which updates and seconds are counted, and by which the best candidate is chosen; null to score by the end alone. */
  targetLoss: z.number().positive().nullable().default(null),
  /** How the cost of an update is measured: the winners take turns, the first `warmUp` of their updates not counted. */
  timing: z.strictObject({ warmUp: z.int().min(0).max(1_000), updates: z.int().min(1).max(10_000) }),
  entrants: z
    .array(z.strictObject({ name: z.string().min(1).max(40), candidates: z.array(optimizerSchema).min(1).max(16) }))
    .min(1)
    .max(16),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type Entrant = Comparison['entrants'][number];

/** The experiment of one candidate trained alone. */
export function candidateSpec({ experiment }: Comparison, { name, candidates }: Entrant, candidate: number): ExperimentSpec {
  return { ...experiment, arms: [{ name, optimizer: candidates[candidate]! }] };
}
