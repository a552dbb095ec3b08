import { describe, expect, test } from 'vitest';
import { KERNEL_FAMILIES, usableFamilies, type KernelFamily } from '../runtime/adapter-facts.ts';
import { testDevice } from '../testing/device.ts';
import { expectClose } from '../testing/expect-close.ts';
import { runLowering } from '../testing/run-lowering.ts';
import { edgeShapes, Seeded } from '../testing/seeded.ts';
import { sweep } from '../testing/sweep.ts';
import { sumBound, TOLERANCES, ulp } from '../testing/tolerances.ts';
import { ACTIVATIONS, matmulKernels, type Activation, type MatmulProblem } from './matmul-kernels.ts';

const LAYOUTS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  transposeA: (bits & 1) > 0,
  transposeB: (bits & 2) > 0,
  homogeneous: (bits & 4) > 0,
}));

type Options = Omit<MatmulProblem, 'm' | 'n' | 'k'>;

/** Shapes of several tiles, the last ones not whole, with what else a product may be asked for. */
const TILED: readonly MatmulProblem[] = [
  { m: 131, n: 133, k: 101, activation: 'relu' },
  { m: 33, n: 127, k: 65, activation: 'tanh' },
  { m: 65, n: 31, k: 97, scale: 0.5 },
  // One less and one more than whole tiles of every family, and than the steps the inner dimension is taken in.
  { m: 63, n: 129, k: 73 },
  { m: 129, n: 63, k: 71, activation: 'sigmoid' },
  { m: 191, n: 33, k: 65 },
];
/** Results of few columns. */
const THIN: readonly MatmulProblem[] = [
  { m: 1203, n: 16, k: 11, activation: 'relu' },
  { m: 515, n: 12, k: 29, scale: 0.5 },
  // Rows so few that the inner dimension is shared out.
  { m: 11, n: 16, k: 3001, scale: 0.25 },
  { m: 10, n: 12, k: 1157, activation: 'tanh' },
];

/** One of the shapes for the layout of this index, so that every shape is met, and with whole sweeps the others after it. */
function shapesFor<Shape>(shapes: readonly Shape[], index: number): readonly Shape[] {
  const met = shapes[index % shapes.length]!;
  return sweep(
    [met],
    shapes.filter((shape) => shape !== met),
  );
}

describe.for(KERNEL_FAMILIES)('matmul by %s kernels', (family) => {
  test('agrees with float64 at edge shapes, in every layout and with every activation', async () => {
    let turn = 0;
    for (const shape of edgeShapes(11, 3, 16)) {
      const layout = LAYOUTS[turn % LAYOUTS.length]!;
      const activation = ACTIVATIONS[turn % ACTIVATIONS.length]!;
      turn++;
      await compare(family, sized(shape, { ...layout, activation, scale: turn % 3 === 0 ? 0.25 : 1 }));
    }
  });

  test.for(LAYOUTS)('agrees with float64 at tiled shapes, %j', async (layout) => {
    const homogeneous = layout.homogeneous ? 1 : 0;
    const [m, k] = layout.transposeA ? [128 + homogeneous, 96] : [128, 96 + homogeneous];
    await compare(family, { m, n: 256, k, ...layout });
    for (const shape of shapesFor(TILED, LAYOUTS.indexOf(layout))) await compare(family, { ...shape, ...layout });
  });

  test.for(LAYOUTS)('agrees with float64 at results of few columns, %j', async (layout) => {
    for (const shape of shapesFor(THIN, LAYOUTS.indexOf(layout))) await compare(family, { ...shape, ...layout });
  });

  test('reads only the rows it needs of a larger operand', async () => {
    await compare(family, { m: 96, n: 100, k: 128, transposeB: true, scale: 0.5 }, 5);
    await compare(family, { m: 96, n: 128, k: 100 }, 5);
    await compare(family, { m: 3, n: 5, k: 7 }, 5);
  });

  test('passes NaN and infinities on to their own rows only', async () => {
    for (const [m, n, k] of [
      [5, 6, 7],
      [96, 128, 112],
    ] as const) {
      const { a, b } = operandsOf({ m, n, k }, 0);
      a[2 * k + 3] = NaN;
      const c = await multiply(family, { m, n, k }, a, b);
      if (c === null) return;
      for (let index = 0; index < m * n; index++) expect(Number.isNaN(c[index])).toBe(Math.floor(index / n) === 2);
    }
  });

  test('saturates instead of overflowing', async () => {
    const large = Float32Array.of(-1e30, -200, 0, 200, 1e30);
    for (const [activation, expected] of [
      ['tanh', [-1, -1, 0, 1, 1]],
      ['sigmoid', [0, 0, 0.5, 1, 1]],
    ] as const) {
      const c = await multiply(family, { m: 5, n: 1, k: 1, activation }, large, Float32Array.of(1));
      if (c !== null) expectClose(c, expected, TOLERANCES.bounded.factor);
    }
  });
});

test('a problem without results has no kernels', async () => {
  const context = await testDevice();
  const lowering = { facts: context.facts, scratch: () => 'scratch', constant: () => 'constant' };
  for (const problem of [
    { m: 0, n: 3, k: 2 },
    { m: 3, n: 0, k: 2 },
  ]) {
    expect(matmulKernels(lowering, problem, { a: 'a', b: 'b', c: 'c' })).toEqual([]);
  }
});

test('sizes that make no sense are refused', async () => {
  const context = await testDevice();
  const lowering = { facts: context.facts, scratch: () => 'scratch', constant: () => 'constant' };
  const lower = (problem: MatmulProblem) => () => matmulKernels(lowering, problem, { a: 'a', b: 'b', c: 'c' });
  expect(lower({ m: 1.5, n: 1, k: 1 })).toThrow(/m to be a whole number, got 1.5/);
  expect(lower({ m: 1, n: 1, k: 0, homogeneous: true })).toThrow(/expected k ≥ 1/);
  expect(lower({ m: 0, n: 1, k: 1, homogeneous: true, transposeA: true })).toThrow(/expected m ≥ 1/);
});

/** The problem of the shape, one larger where the homogeneous feature needs room. */
function sized([m = 0, n = 0, k = 0]: readonly number[], options: Options): MatmulProblem {
  const { transposeA, homogeneous } = options;
  if (homogeneous !== true) return { m, n, k, ...options };
  return { m: transposeA === true ? Math.max(1, m) : m, n, k: transposeA === true ? k : Math.max(1, k), ...options };
}

function operandsOf({ m, n, k, transposeA = false, homogeneous = false }: MatmulProblem, extraRows: number) {
  const numbers = new Seeded(m * 7 + n * 5 + k);
  const stored = homogeneous ? (transposeA ? m - 1 : k - 1) : transposeA ? m : k;
  const rows = transposeA ? k : m;
  return { a: numbers.uniforms(stored * rows), b: numbers.uniforms(n * k + extraRows * Math.max(n, k)) };
}

/** The product, or null where the family's kernels are not valid on this adapter. */
async function multiply(family: KernelFamily, problem: MatmulProblem, a: Float32Array, b: Float32Array) {
  const context = await testDevice();
  if (!usableFamilies(context.facts).includes(family)) return null;
  // What C held before must not matter.
  const c = new Float32Array(problem.m * problem.n).fill(NaN);
  const results = await runLowering(context, family, { a, b, c }, (lowering) =>
    matmulKernels(lowering, problem, { a: 'a', b: 'b', c: 'c' }),
  );
  return results.c;
}

async function compare(family: KernelFamily, problem: MatmulProblem, extraRows = 0): Promise<void> {
  const { m, n, k, transposeA = false, transposeB = false, homogeneous = false, scale = 1, activation = 'none' } = problem;
  const { a, b } = operandsOf(problem, extraRows);
  const c = await multiply(family, problem, a, b);
  if (c === null) return;
  const features = transposeA ? m : k;
  const stored = features - (homogeneous ? 1 : 0);
  const expected = new Float64Array(m * n);
  const allowed = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      let magnitude = 0;
      for (let l = 0; l < k; l++) {
        const [row, feature] = transposeA ? [l, i] : [i, l];
        const x = feature < stored ? a[row * stored + feature]! : 1;
        const y = transposeB ? b[j * k + l]! : b[l * n + j]!;
        sum += x * y;
        magnitude += Math.abs(x * y);
      }
      const value = reference(activation, scale * sum);
      expected[i * n + j] = value;
      const slope = activation === 'gelu' ? 1.13 : 1;
      const bounded = activation === 'none' || activation === 'relu' ? 0 : TOLERANCES.bounded.factor * Math.max(1, Math.abs(scale * sum));
      allowed[i * n + j] = slope * (scale * sumBound(k + 1, magnitude)) + ulp(value) + bounded;
    }
  }
  expectClose(c, expected, allowed, `${family} ${JSON.stringify(problem)}`);
}

function reference(activation: Activation, x: number): number {
  switch (activation) {
    case 'none':
      return x;
    case 'relu':
      return Math.max(0, x);
    case 'tanh':
      return Math.tanh(x);
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'gelu':
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  }
}
