import { describe, expect, test } from 'vitest';
import type { Variable } from '../../gpu/graph/state.ts';
import type { ParameterLayout } from '../../gpu/nn/parameters.ts';
import { cutVariable, joinVariable, tensorSlices, type StateLayout } from './checkpoint-tensors.ts';

const parameters: ParameterLayout = {
  slices: [
    { name: 'dense 1', shape: [3, 2], use: 'dense', offset: 0 },
    { name: 'dense 2', shape: [3, 1], use: 'dense', offset: 64 },
  ],
  size: 128,
  count: 9,
};
const factors: Variable = { label: 'factors', shape: [128], dtype: 'f32' };
const inverses: Variable = { label: 'inverses', shape: [128], dtype: 'f32' };
const [first, second] = parameters.slices;
const layout: StateLayout = {
  moments: null,
  parameters,
  curvature: {
    flat: new Map([
      [factors, ''],
      [inverses, ' inverse'],
    ]),
    layout: {
      blocks: [
        {
          kind: 'kronecker',
          sharing: 'expand',
          chain: null,
          slice: first!,
          a: [
            { offset: 0, size: 2, start: 0 },
            { offset: 64, size: 1, start: 2 },
          ],
          g: [],
        },
        { kind: 'full', slice: second!, f: { offset: 65, size: 3, start: 0 } },
      ],
      matrices: [],
      size: 128,
    },
  },
};
const velocity: Variable = { label: 'velocity', shape: [128], dtype: 'f32' };

/** Bytes of 128 floats, numbered where they belong to a slice. */
function content(variable: Variable, extra: readonly [index: number, value: number][] = []): Uint8Array<ArrayBuffer> {
  const values = new Float32Array(128);
  for (const { offset, shape } of tensorSlices(variable, layout)) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    for (let index = offset; index < offset + size; index++) values[index] = index + 1;
  }
  for (const [index, value] of extra) values[index] = value;
  return new Uint8Array(values.buffer);
}

describe('the tensors of a checkpoint', () => {
  test('are named for layers, matrices and the parts of a side', () => {
    const names = (variable: Variable): string[] => tensorSlices(variable, layout).map(({ name }) => name);
    expect(names({ ...velocity, label: 'parameters' })).toEqual(['dense 1.weight', 'dense 2.weight']);
    expect(names(velocity)).toEqual(['dense 1.velocity', 'dense 2.velocity']);
    expect(names(factors)).toEqual(['dense 1.A.0', 'dense 1.A.1', 'dense 2.F']);
    expect(names(inverses)).toEqual(['dense 1.A.0 inverse', 'dense 1.A.1 inverse', 'dense 2.F inverse']);
    expect(names({ label: 'lambda', shape: [1], dtype: 'f32' })).toEqual(['lambda']);
    expect(names({ label: 'table', shape: [128], dtype: 'u32' })).toEqual(['table']);
  });

  test.each([velocity, factors, inverses])('of $label come back bit for bit', (variable) => {
    const bytes = content(variable);
    const tensors = new Map(cutVariable(variable, bytes, layout));
    expect(tensors.has(variable.label)).toBe(false);
    expect(new Uint8Array(joinVariable(variable, { file: 'x', tensors }, layout, true).buffer)).toEqual(bytes);
  });

  test('are not cut where something between the slices would be lost', () => {
    const bytes = content(velocity, [[7, 0.5]]);
    const tensors = new Map(cutVariable(velocity, bytes, layout));
    expect([...tensors.keys()]).toEqual(['velocity']);
    expect(new Uint8Array(joinVariable(velocity, { file: 'x', tensors }, layout, true).buffer)).toEqual(bytes);
    expect([...new Map(cutVariable(velocity, content(velocity, [[7, -0]]), layout)).keys()]).toHaveLength(2);
  });
});
