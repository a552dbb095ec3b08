import type { Dataset, Split } from './dataset.ts';
import type { PredictionsEvent, Task } from './events.ts';
import { exampleInputs } from './example-inputs.ts';

const DIGITS = 20;
const RECONSTRUCTIONS = 10;
const PLANE_SIDE = 64;
const PLANE_POINTS = 500;

/** The inputs whose predictions a person watches, the same for all arms and all times. */
export interface PredictionView {
  /** `[count, features]` */
  readonly inputs: Float32Array;
  readonly count: number;
  /** The event that shows the model's outputs for `inputs`. */
  describe(arm: number, step: number, outputs: Float32Array): PredictionsEvent;
}

/** The first test images, or a grid over the plane with test points; null for rows of numbers, which have no picture. */
export function predictionView(task: Task, dataset: Dataset): PredictionView | null {
  if (task.inputs.kind === 'vector') return null;
  if (task.inputs.kind === 'point') return planeView(task, dataset);
  const count = Math.min(task.kind === 'classification' ? DIGITS : RECONSTRUCTIONS, dataset.test.count);
  const images = firstInputs(dataset.test, count);
  const labels = dataset.test.labels?.slice(0, count) ?? new Uint8Array(count);
  return {
    inputs: images,
    count,
    describe: (arm, step, outputs) =>
      task.kind === 'classification'
        ? { type: 'predictions', arm, step, kind: 'digits', images, labels, probabilities: outputs }
        : { type: 'predictions', arm, step, kind: 'reconstructions', images, reconstructions: outputs },
  };
}

function planeView(task: Task, dataset: Dataset): PredictionView {
  const extent = planeExtent(dataset);
  const [minimum, maximum] = extent;
  const side = PLANE_SIDE;
  const shown = Math.min(PLANE_POINTS, dataset.test.count);
  const points = firstInputs(dataset.test, shown);
  const labels = dataset.test.labels?.slice(0, shown) ?? new Uint8Array(shown);
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
    inputs,
    count: cells + shown,
    describe: (arm, step, outputs) => ({
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
    }),
  };
}

/** A square around all test points, with a margin, symmetric about 0. */
function planeExtent({ test }: Dataset): readonly [number, number] {
  let farthest = 0;
  for (const value of test.inputs) farthest = Math.max(farthest, Math.abs(value));
  const bound = Math.ceil(10.5 * farthest) / 10;
  return [-bound, bound];
}

function firstInputs(split: Split, count: number): Float32Array {
  return exampleInputs(
    split,
    Array.from({ length: count }, (_, example) => example),
  );
}
