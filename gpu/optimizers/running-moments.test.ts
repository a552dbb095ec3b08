import { expect, test } from 'vitest';
import { compile } from '../graph/compile.ts';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import { columnMoments, layoutMoments } from '../nn/moments.ts';
import { readOnce } from '../runtime/readback.ts';
import { testDevice } from '../testing/device.ts';
import { expectClose } from '../testing/expect-close.ts';
import { Seeded } from '../testing/seeded.ts';
import { RunningMoments } from './running-moments.ts';

const SHAPES = [
  [4, 3],
  [6, 2],
] as const;
const FINE = Uint32Array.of(0xffff_ffff, 0);
const REJECTED = Uint32Array.of(0, 0);

/** Means and variances of all columns, the latter over one row less. */
function momentsOf(inputs: readonly Float32Array[]): number[] {
  return SHAPES.flatMap(([rows, columns], which) => {
    const column = (index: number): number[] => Array.from({ length: rows }, (_, row) => inputs[which]![row * columns + index]!);
    const indices = Array.from({ length: columns }, (_, index) => index);
    const means = indices.map((index) => column(index).reduce((sum, value) => sum + value, 0) / rows);
    const variances = indices.map((index) => column(index).reduce((sum, value) => sum + (value - means[index]!) ** 2, 0) / (rows - 1));
    return [...means, ...variances];
  });
}

test('running averages are those of the steps that were taken, unbiased from the first', async () => {
  const context = await testDevice();
  const state = new State();
  const graph = new Graph();
  const numbers = new Seeded(4);
  const layout = layoutMoments([{ name: 'first', normalises: 3 }, { name: 'between' }, { name: 'second', normalises: 2 }]);
  const running = new RunningMoments(state, layout);
  const health = state.variable('health', [2], 'u32');
  const variables = SHAPES.map((shape, index) => state.variable(`input ${String(index)}`, shape));
  const moments = variables.map((variable) => ({ ...columnMoments(graph.read(variable)), rows: variable.shape[0]! }));
  running.update(graph, moments, graph.read(health));
  await state.allocate(context);
  const compiled = await compile(context, graph, state);
  const step = async (inputs: readonly Float32Array[], word: Uint32Array): Promise<number[]> => {
    state.write(context, health, word);
    for (const [index, input] of inputs.entries()) state.write(context, variables[index]!, input);
    compiled.program.submit(context.device);
    const flat = new Float32Array(await readOnce(context, [state.range(running.averages)]));
    return layout.slices.flatMap(({ channels, mean, variance }) => [
      ...flat.subarray(mean, mean + channels),
      ...flat.subarray(variance, variance + channels),
    ]);
  };
  const draw = (): Float32Array[] => SHAPES.map(([rows, columns]) => numbers.normals(rows * columns));

  const untouched = [0, 0, 0, 1, 1, 1, 0, 0, 1, 1];
  expect(await step(draw(), REJECTED)).toEqual(untouched);
  let expected = untouched;
  for (let taken = 1; taken <= 13; taken++) {
    const inputs = draw();
    const weight = Math.max(1 / taken, 0.1);
    expected = momentsOf(inputs).map((value, index) => (1 - weight) * expected[index]! + weight * value);
    expectClose(await step(inputs, FINE), expected, 1e-5, `step ${String(taken)}`);
  }
  const before = await step(draw(), REJECTED);
  expectClose(before, expected, 1e-5, 'after a step that was rejected');
  const [first, second] = draw() as [Float32Array, Float32Array];
  expect(await step([first.fill(NaN, 0, 1), second], FINE)).toEqual(before);
  compiled.destroy();
  state.destroy(context);
});
