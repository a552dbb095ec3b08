import type { RealColumn, RealTargets, RowSplit } from './dataset.ts';
import type { FitCurve } from './predictions-event.ts';
import type { RegressionTask } from './task.ts';
import { exampleInputs } from './example-inputs.ts';
import type { PredictionView } from './prediction-view.ts';

/** Test examples that are looked at. */
const EXAMPLES = 1_000;
/** Places along one input at which a curve is drawn. */
const CURVE_POINTS = 200;

/**
 * The first test examples with what is told of them, in the numbers' own units; of one input also the curve that a model
 * makes of it, over the range of these examples.
 */
export function fitView({ targets }: RegressionTask, test: RowSplit, told: RealTargets): PredictionView {
  const count = Math.min(EXAMPLES, test.count);
  const examples = exampleInputs(
    test,
    Array.from({ length: count }, (_, example) => example),
  );
  const grid = test.features === 1 ? gridOver(examples) : new Float32Array();
  const inputs = new Float32Array(examples.length + grid.length);
  inputs.set(examples);
  inputs.set(grid, examples.length);
  const width = targets.length;
  const truth = inOwnUnits(told.values.subarray(0, count * width), told.columns);
  const rows = test.rows?.slice(0, count) ?? null;
  const input = test.columns?.[0] ?? { name: 'x', mean: 0, deviation: 1 };
  const [xs, at] = [examples, grid].map((values) => inOwnUnits(values, [input])) as [Float32Array, Float32Array];
  return {
    async look(arm, step, predict) {
      const outputs = await predict(inputs, count + grid.length);
      const predicted = inOwnUnits(outputs.subarray(0, count * width), told.columns);
      const curve: FitCurve | null =
        test.features === 1 ? { input: input.name, xs, at, values: inOwnUnits(outputs.subarray(count * width), told.columns) } : null;
      return { type: 'predictions', arm, step, kind: 'fit', targets, truth, predicted, rows, curve };
    },
  };
}

/** Even places from the least to the greatest value. */
function gridOver(values: Float32Array): Float32Array {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return Float32Array.from({ length: CURVE_POINTS }, (_, index) => minimum + (index * (maximum - minimum)) / (CURVE_POINTS - 1));
}

function inOwnUnits(values: Float32Array, columns: readonly RealColumn[]): Float32Array {
  return values.map((value, index) => {
    const { mean, deviation } = columns[index % columns.length]!;
    return mean + value * deviation;
  });
}
