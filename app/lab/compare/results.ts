import { z } from '../schema.ts';
import { specSchema, type ExperimentSpec } from '../spec.ts';

const step = z.int().min(0);

const trialSchema = z.strictObject({
  /** The candidate alone, with all that its numbers depend on but the adapter. */
  spec: specSchema,
  adapter: z.string(),
  evaluations: z.array(z.strictObject({ step, trainLoss: z.number(), trainMetric: z.number(), testMetric: z.number() })).min(1),
  /** Where a guard ended it. */
  stopped: z.strictObject({ step, tensor: z.string() }).nullable(),
});

const timingSchema = z.strictObject({
  /** All winners as arms, and how long they took turns. */
  spec: specSchema.extend({ arms: z.array(specSchema.shape.arms.element) }),
  adapter: z.string(),
  /** Mean seconds of an update after warming up, evaluation excluded, by arm. */
  secondsPerUpdate: z.array(z.number().positive()),
});

/** What a comparison has measured so far; written after every trial and read again to go on. */
export const resultsSchema = z.strictObject({
  version: z.literal(1),
  trials: z.array(trialSchema),
  timings: z.array(timingSchema),
});

export type Results = z.infer<typeof resultsSchema>;
export type Trial = Results['trials'][number];
export type Timing = Results['timings'][number];

/** What was measured of the same experiment on the same adapter. */
export function findMeasured<Measured extends Trial | Timing>(
  measured: readonly Measured[],
  spec: ExperimentSpec,
  adapter: string,
): Measured | undefined {
  const wanted = JSON.stringify(spec);
  return measured.find((entry) => entry.adapter === adapter && JSON.stringify(entry.spec) === wanted);
}
