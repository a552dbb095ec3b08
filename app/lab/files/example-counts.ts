import type { OwnDataSpec } from '../data-spec.ts';

const TRAINING_SHARE = 0.8;
/** Every evaluation goes through all of them. */
const MAX_TEST_EXAMPLES = 10_000;

/** Four of five rows for training, the others for testing. */
export function exampleCounts(rows: number): Pick<OwnDataSpec, 'trainExamples' | 'testExamples'> {
  const trainExamples = Math.min(rows - 1, Math.max(1, Math.round(TRAINING_SHARE * rows)));
  return { trainExamples, testExamples: Math.min(rows - trainExamples, MAX_TEST_EXAMPLES) };
}
