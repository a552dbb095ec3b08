import type { RowSplit } from './dataset.ts';

/** The inputs of some examples, `[examples, features]`, as floats; bytes stand for value / 255. */
export function exampleInputs({ inputs, features }: Pick<RowSplit, 'inputs' | 'features'>, examples: readonly number[]): Float32Array {
  const unit = inputs instanceof Float32Array ? 1 : 255;
  const values = new Float32Array(examples.length * features);
  for (const [place, example] of examples.entries()) {
    for (let at = 0; at < features; at++) values[place * features + at] = inputs[example * features + at]! / unit;
  }
  return values;
}
