import { expect, test } from 'vitest';
import { accumulateGram } from '../ops/gram.ts';
import { add, subtract } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { affine, sigmoid, tanh } from '../ops/unary.ts';
import { testDevice } from '../testing/device.ts';
import { evaluate } from '../testing/evaluate-graph.ts';
import { expectClose } from '../testing/expect-close.ts';
import { Seeded } from '../testing/seeded.ts';
import { SLICE_ALIGNMENT } from './state.ts';
import type { Tensor } from './tensor.ts';

const SIDE = 4;
const SIZE = SIDE * SIDE;
const SLICES = 4;
const ACTIONS = 60;

type Matrix = readonly number[];

/** A value of the random program: a tensor with what it must hold, or a slice read when it is used. */
type Value = { readonly tensor: Tensor; readonly expected: Matrix } | { readonly slice: number };

const pointwise = (f: (a: number, b: number) => number, a: Matrix, b: Matrix = a): Matrix => a.map((value, index) => f(value, b[index]!));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((_, index) => {
    const [row, column] = [Math.floor(index / SIDE), index % SIDE];
    return Array.from({ length: SIDE }, (__, k) => a[row * SIDE + k]! * b[k * SIDE + column]!).reduce((x, y) => x + y);
  });
const squash = (x: number): number => Math.tanh(0.5 * x);

/**
 * Interprets random operations, stores to slices of one variable, reads of them and effects on them one after the
 * other in float64 while tracing them: memory reuse, births in place and fusion must never show.
 */
test.each([1, 2, 3, 4, 5, 6, 7, 8])('random program %i holds what its operations say, one after the other', async (seed) => {
  const numbers = new Seeded(seed);
  const flat = numbers.uniforms(SLICES * SLICE_ALIGNMENT);
  const memory = Array.from({ length: SLICES }, (_, slice): Matrix => [
    ...flat.subarray(slice * SLICE_ALIGNMENT, slice * SLICE_ALIGNMENT + SIZE),
  ]);
  const expected = new Map<string, Matrix>();
  const results = await evaluate(
    await testDevice(),
    { flat: { shape: [flat.length], data: flat }, half: { shape: [2], data: Float32Array.of(0.5, 0.5) } },
    (tensors, graph) => {
      const { variable } = tensors.flat.origin as Extract<Tensor['origin'], { kind: 'variable' }>;
      const sliceAt = (slice: number): Tensor => graph.read(variable, [SIDE, SIDE], slice * SLICE_ALIGNMENT);
      const values: Value[] = Array.from({ length: SLICES }, (_, slice) => ({ slice }));
      const pick = (): Value => values[numbers.integer(Math.max(0, values.length - 8), values.length - 1)]!;
      const tensorOf = (value: Value): Tensor => ('tensor' in value ? value.tensor : sliceAt(value.slice));
      const contentOf = (value: Value): Matrix => ('tensor' in value ? value.expected : memory[value.slice]!);
      const made = (): { tensor: Tensor; expected: Matrix } | null => values.findLast((value) => 'tensor' in value) ?? null;
      for (let action = 0; action < ACTIONS; action++) {
        const [a, b] = [pick(), pick()];
        const [x, y] = [tensorOf(a), tensorOf(b)];
        const [p, q] = [contentOf(a), contentOf(b)];
        const slice = numbers.integer(0, SLICES - 1);
        const last = made();
        switch (numbers.integer(0, 7)) {
          case 0:
            values.push({ tensor: tanh(affine(add(x, y), 0.5)), expected: pointwise((u, v) => squash(u + v), p, q) });
            break;
          case 1:
            values.push({ tensor: subtract(x, affine(y, 0.25)), expected: pointwise((u, v) => u - 0.25 * v, p, q) });
            break;
          case 2:
            values.push({ tensor: tanh(matmul(x, y, { scale: 0.5 })), expected: pointwise(squash, product(p, q)) });
            break;
          case 3:
            values.push({ tensor: sigmoid(x), expected: pointwise((u) => 1 / (1 + Math.exp(-u)), p) });
            break;
          case 4:
            values.push({ slice });
            break;
          case 5:
            if (last === null) break;
            accumulateGram(last.tensor, tensors.half, sliceAt(slice), { scale: 0.25 });
            memory[slice] = pointwise(
              (u, v) => 0.5 * u + 0.125 * v,
              mirrored(memory[slice]!),
              product(transposed(last.expected), last.expected),
            );
            break;
          default:
            graph.store(x, sliceAt(slice));
            memory[slice] = p;
        }
      }
      const outputs: Record<string, Tensor> = {};
      for (const [index, value] of values.entries()) {
        if (!('tensor' in value) || numbers.integer(0, 2) > 0) continue;
        outputs[`value ${String(index)}`] = value.tensor;
        expected.set(`value ${String(index)}`, value.expected);
      }
      for (let slice = 0; slice < SLICES; slice++) {
        outputs[`slice ${String(slice)}`] = sliceAt(slice);
        expected.set(`slice ${String(slice)}`, memory[slice]!);
      }
      return outputs;
    },
  );
  expect(expected.size).toBeGreaterThan(SLICES);
  // Sixty contractions leave rounding far below this; memory that is not what it should be is off by far more.
  for (const [name, matrix] of expected) expectClose(results[name]!, matrix, 1e-4, name);
});

function transposed(a: Matrix): Matrix {
  return a.map((_, index) => a[(index % SIDE) * SIDE + Math.floor(index / SIDE)]!);
}

/** The gram effect takes its target for symmetric and looks at the upper triangle alone. */
function mirrored(a: Matrix): Matrix {
  return a.map((value, index) => (index % SIDE < Math.floor(index / SIDE) ? transposed(a)[index]! : value));
}
