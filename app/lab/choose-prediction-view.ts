import type { RowSplit, Split } from './dataset.ts';
import type { Task } from './task.ts';
import { exampleInputs } from './example-inputs.ts';
import { fitView } from './fit-view.ts';
import type { PredictionView } from './prediction-view.ts';
import { textView } from './text-view.ts';

const DIGITS = 20;
const RECONSTRUCTIONS = 10;
const PLANE_SIDE = 64;
const PLANE_POINTS = 500;

/**
 * The first test images, a grid over the plane with test points, texts to go on with, or how numbers are told; null for the
 * classes of rows of numbers, which have no picture.
 * @param seed of the texts that are sampled
 */
export function choosePredictionView(task: Task, test: Split, seed: number): PredictionView | null {
  if ('tokens' in test) return task.kind === 'language' ? textView(task, test, seed) : null;
  if (task.kind === 'regression') return test.targets === undefined ? null : fitView(task, test, test.targets);
  if (task.inputs.kind === 'vector') return null;
  return task.inputs.kind === 'point' ? planeView(task, test) : imageView(task, test);
}

function imageView(task: Task, test: RowSplit): PredictionView {
  const count = Math.min(task.kind === 'classification' ? DIGITS : RECONSTRUCTIONS, test.count);
  const images = firstInputs(test, count);
  const labels = test.labels?.slice(0, count) ?? new Uint8Array(count);
  return {
    async look(arm, step, predict) {
      const outputs = await predict(images, count);
      return task.kind === 'classification'
        ? { type: 'predictions', arm, step, kind: 'digits', images, labels, probabilities: outputs }
        : { type: 'predictions', arm, step, kind: 'reconstructions', images, reconstructions: outputs };
    },
  };
}

function planeView(task: Task, test: RowSplit): PredictionView {
  const extent = planeExtent(test);
  const [minimum, maximum] = extent;
  const side = PLANE_SIDE;
  const shown = Math.min(PLANE_POINTS, test.count);
  const points = firstInputs(test, shown);
  const labels = test.labels?.slice(0, shown) ?? new Uint8Array(shown);
  const classes = task.kind === 'classification' ? task.classes : 1;
  // The points follow the grid: a cell's centre may lie across the boundary from a point in it.
  const cells = side * side;
  const inputs = new Float32Array(2 * (cells + shown));
  inputs.set(points, 2 * cells);
  const centre = (cell: number): number => minimum + ((cell + 0.5) * (maximum - minimum)) / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      inputs[2 * (row * side + column)] = centre(column);
      inputs[2 * (row * side + column) + 1] = centre(row);
    }
  }
  return {
    async look(arm, step, predict) {
      const outputs = await predict(inputs, cells + shown);
      return {
        type: 'predictions',
        arm,
        step,
        kind: 'plane',
        extent,
        side,
        classes,
        probabilities: outputs.slice(0, cells * classes),
        points,
        labels,
        pointProbabilities: outputs.slice(cells * classes),
      };
    },
  };
}

/** A square around all test points, with a margin, symmetric about 0. */
function planeExtent({ inputs }: RowSplit): readonly [number, number] {
  let farthest = 0;
  for (const value of inputs) farthest = Math.max(farthest, Math.abs(value));
  const bound = Math.ceil(10.5 * farthest) / 10;
  return [-bound, bound];
}

function firstInputs(split: RowSplit, count: number): Float32Array {
  return exampleInputs(
    split,
    Array.from({ length: count }, (_, example) => example),
  );
}
