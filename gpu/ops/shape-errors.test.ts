import { expect, test } from 'vitest';
import { Graph } from '../graph/graph.ts';
import { State } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { add } from './binary.ts';
import { matmul } from './matmul.ts';
import { fold, patches } from './patches.ts';
import { broadcastTo, dot, sum } from './reduce.ts';
import { pad, slice } from './slice.ts';
import { transpose } from './transpose.ts';

const graph = new Graph();
const tensor = (...shape: number[]): Tensor => graph.read(new State().variable('x', shape));

test.each<[string, () => Tensor, RegExp]>([
  ['add', () => add(tensor(3, 4), tensor(3)), /add: expected shapes that broadcast, got \[3, 4\] and \[3\]; make axis 1 equal, or 1/],
  ['alternating', () => add(tensor(2, 2, 2, 2, 2), tensor(2, 1, 2, 1, 2)), /permute or reshape/],
  ['broadcast', () => broadcastTo(tensor(2, 3), [3]), /broadcast: expected a shape that repeats to \[3\], got \[2, 3\]/],
  ['dot', () => dot(tensor(2), tensor(3)), /dot: expected shape \[2\], got \[3\]; give operands of one shape/],
  ['sum', () => sum(tensor(2, 3), [2]), /sum: expected different axes of \[2, 3\], got \[2\]; name each axis once, between -2 and 1/],
  ['sum twice', () => sum(tensor(2, 3), [1, -1]), /name each axis once/],
  [
    'matmul',
    () => matmul(tensor(2, 3), tensor(4, 5)),
    /matmul: expected B with 3 rows for A \[2, 3\], got \[4, 5\]; make the inner extents equal/,
  ],
  [
    'matmul homogeneous',
    () => matmul(tensor(2, 3), tensor(3, 5), { homogeneous: true }),
    /B with 4 rows for A \[2, 3\] and its column of ones/,
  ],
  ['matmul axes', () => matmul(tensor(2), tensor(2, 1)), /two matrices/],
  ['transpose', () => transpose(tensor(2, 3, 4)), /transpose: expected a matrix, got \[2, 3, 4\]; reshape it to two axes/],
  ['slice', () => slice(tensor(4), 0, 3, 2), /slice: expected indices inside axis 0 of \[4\], got 3 to 5; shorten the slice/],
  ['pad', () => pad(tensor(4), 1, 0, 1), /pad: expected an axis of \[4\]/],
  ['patches axes', () => patches(tensor(4, 4), { kernel: [2, 2] }), /patches: expected images of \[N, H, W, C\], got \[4, 4\]; reshape/],
  [
    'patches kernel',
    () => patches(tensor(1, 4, 3, 2), { kernel: [2, 5] }),
    /a kernel of at most 3 along the width, got 5 for an image of \[4, 3\]/,
  ],
  [
    'patches stride',
    () => patches(tensor(1, 4, 4, 2), { kernel: [2, 2], stride: [0, 1] }),
    /whole numbers ≥ 1 and padding ≥ 0, got \[4, 4\]/,
  ],
  [
    'fold',
    () => fold(tensor(1, 3, 3, 7), { kernel: [2, 2] }, [1, 4, 4, 2]),
    /fold: expected patches of \[1, 3, 3, 8\], got \[1, 3, 3, 7\]/,
  ],
])('%s tells what it expected, what it got and what to do', (_, call, message) => {
  expect(call).toThrow(ShapeError);
  expect(call).toThrow(message);
});
