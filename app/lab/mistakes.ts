import type { Dataset } from './dataset.ts';
import { exampleInputs } from './example-inputs.ts';
import type { Task } from './task.ts';
import { predictedClass } from './predicted-class.ts';

/** What an arm's model gets wrong on the test split, told with every evaluation of a classifier. */
export interface MistakesEvent {
  readonly type: 'mistakes';
  readonly arm: number;
  readonly step: number;
  readonly classes: number;
  /** `[classes, classes]` test examples: a row for each true class, a column for each predicted one. */
  readonly confusion: Uint32Array;
  /** Test examples whose prediction is not finite. */
  readonly unread: number;
  /** Null for data that have no picture. */
  readonly worst: WorstMistakes | null;
}

/** Wrong test images with the highest loss, the worst first. */
export interface WorstMistakes {
  /** `[count, height, width, channels]`, 0–1. */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
  /** `[count, classes]` probabilities. */
  readonly probabilities: Float32Array;
  /** Nats. */
  readonly losses: Float32Array;
}

/** What a model gave for every test example. */
export interface TestAnswers {
  /** `[examples]`, nats. */
  readonly losses: Float32Array;
  /** `[examples, outputs]`: probabilities of classes, or standardised numbers. */
  readonly predictions: Float32Array;
}

/** The event that tells what an arm gets wrong. */
export type DescribeMistakes = (arm: number, step: number, answers: TestAnswers) => MistakesEvent;

const MOST_SHOWN = 10;

/** How mistakes on the test split are told; null where there are no classes to confuse. */
export function mistakesOf(task: Task, { test }: Dataset): DescribeMistakes | null {
  if (task.kind !== 'classification' || 'tokens' in test || test.labels === null) return null;
  const { labels } = test;
  const { classes, inputs } = task;
  return (arm, step, { losses, predictions: probabilities }) => {
    const confusion = new Uint32Array(classes * classes);
    const wrong: number[] = [];
    let unread = 0;
    for (const [example, label] of labels.entries()) {
      const guess = predictedClass(probabilities, example, classes);
      if (guess < 0) unread += 1;
      else confusion[label * classes + guess]! += 1;
      if (guess !== label) wrong.push(example);
    }
    const told = { type: 'mistakes', arm, step, classes, confusion, unread } as const;
    if (inputs.kind !== 'image') return { ...told, worst: null };
    const worst = wrong.sort((one, other) => severity(losses[other]!) - severity(losses[one]!)).slice(0, MOST_SHOWN);
    return {
      ...told,
      worst: {
        images: exampleInputs(test, worst),
        labels: Uint8Array.from(worst, (example) => labels[example]!),
        probabilities: rowsOf(probabilities, worst, classes),
        losses: Float32Array.from(worst, (example) => losses[example]!),
      },
    };
  };
}

/** A loss that is no number is worse than any. */
function severity(loss: number): number {
  return Number.isNaN(loss) ? Infinity : loss;
}

function rowsOf(values: Float32Array, rows: readonly number[], columns: number): Float32Array {
  const chosen = new Float32Array(rows.length * columns);
  for (const [place, row] of rows.entries()) chosen.set(values.subarray(row * columns, (row + 1) * columns), place * columns);
  return chosen;
}
