import type { Continuation, PredictionsEvent } from '../../lab/predictions-event.ts';
import { predictedClass } from '../../lab/predicted-class.ts';
import { formatNumber, formatShare } from '../format.ts';
import { classWord } from './class-word.ts';
import { fitText } from './fit-text.ts';
import { isAnswer, markAnswer } from './mark-answer.ts';
import { squaredError } from './squared-error.ts';

/** Predictions as words and as a table. */
export interface PredictionText {
  readonly summary: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Tells what is right and what is wrong; `classes` and `size`, values of an image, say how the stacks are divided, `names` what classes are called. */
export function predictionText(predictions: PredictionsEvent, classes: number, size: number, names?: readonly string[]): PredictionText {
  switch (predictions.kind) {
    case 'digits':
      return classified(predictions.labels, predictions.probabilities, { classes, names }, ['image'], (example) => [String(example + 1)]);
    case 'plane': {
      const { points, labels, pointProbabilities } = predictions;
      const coordinate = (index: number): number => points[index] ?? NaN;
      return classified(labels, pointProbabilities, { classes, names }, ['point', 'x', 'y'], (point) => [
        String(point + 1),
        formatNumber(coordinate(2 * point), 3),
        formatNumber(coordinate(2 * point + 1), 3),
      ]);
    }
    case 'text':
      return continued(predictions.continuations);
    case 'fit':
      return fitText(predictions);
    case 'reconstructions': {
      const count = Math.floor(predictions.images.length / size);
      const errors = Array.from({ length: count }, (_, index) =>
        squaredError(predictions.images, predictions.reconstructions, index, size),
      );
      const mean = errors.reduce((sum, error) => sum + error, 0) / count;
      return {
        summary: `${String(count)} test images; squared error ${formatNumber(mean, 3)} on average`,
        columns: ['image', 'squared error'],
        rows: errors.map((error, index) => [String(index + 1), formatNumber(error)]),
      };
    }
  }
}

function continued(continuations: readonly Continuation[]): PredictionText {
  const answers = continuations.filter(isAnswer);
  const right = answers.filter((answer) => markAnswer(answer).isRight).length;
  const verdict = (continuation: Continuation): string => (isAnswer(continuation) ? markAnswer(continuation).verdict : '—');
  return {
    summary:
      answers.length > 0
        ? `${String(right)} of ${String(answers.length)} test questions are answered right, each from the question alone by the most probable characters`
        : `${String(continuations.length)} continuations of a test text`,
    columns: ['prompt', 'continuation', 'temperature', 'right answer', 'verdict'],
    rows: continuations.map((continuation) => {
      const { prompt, text, temperature, expected } = continuation;
      return [prompt, text, formatNumber(temperature), expected ?? '—', verdict(continuation)];
    }),
  };
}

function classified(
  labels: Uint8Array,
  probabilities: Float32Array,
  { classes, names }: { readonly classes: number; readonly names: readonly string[] | undefined },
  columns: readonly string[],
  cells: (example: number) => readonly string[],
): PredictionText {
  let right = 0;
  const rows = Array.from(labels, (label, example) => {
    const guess = predictedClass(probabilities, example, classes);
    if (guess === label) right++;
    return [
      ...cells(example),
      classWord(label, names),
      guess < 0 ? 'not finite' : classWord(guess, names),
      formatShare(probabilities[example * classes + guess] ?? NaN),
      guess === label ? 'right' : 'wrong',
    ];
  });
  return {
    summary: `${String(right)} of ${String(labels.length)} test examples shown are right`,
    columns: [...columns, 'class', 'predicted', 'probability', 'verdict'],
    rows,
  };
}
