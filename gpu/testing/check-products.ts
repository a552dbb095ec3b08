import { usableFamilies, type KernelFamily } from '../runtime/adapter-facts.ts';
import type { DeviceContext } from '../runtime/device-owner.ts';
import { gramKernels } from '../ops/gram-kernels.ts';
import { matmulKernels } from '../ops/matmul-kernels.ts';
import { closeness } from './expect-close.ts';
import { checkResult, type KernelCheck } from './kernel-check.ts';
import { runLowering } from './run-lowering.ts';
import { edgeShapes, Seeded } from './seeded.ts';
import { sumBound } from './tolerances.ts';

const TILE = 32;
/** Large enough for every family's tiled kernels, ragged and whole. */
const TILED_PRODUCTS = [
  [131, 133, 101],
  [128, 128, 64],
  [96, 200, 300],
] as const;
const TILED_GRAMS = [
  [97, 201],
  [128, 256],
  [500, 65],
] as const;

interface Layout {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const LAYOUTS: readonly Layout[] = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
];

/** C = op(A)·op(B) in all four layouts. */
export const matmulCheck: KernelCheck = {
  name: 'matmul kernels',
  families: usableFamilies,
  run: async (context, family, seed) => {
    const shares: number[] = [];
    const shapes = [...edgeShapes(seed, 3, TILE), ...TILED_PRODUCTS.flatMap((shape) => LAYOUTS.map(() => shape))];
    for (const [index, [m = 0, n = 0, k = 0]] of shapes.entries()) {
      shares.push(await matmulShare(context, family, seed + index, { m, n, k }, LAYOUTS[index % LAYOUTS.length]!));
    }
    return checkResult(shares);
  },
};

async function matmulShare(
  context: DeviceContext,
  family: KernelFamily,
  seed: number,
  { m, n, k }: { readonly m: number; readonly n: number; readonly k: number },
  layout: Layout,
): Promise<number> {
  const numbers = new Seeded(seed);
  const a = numbers.normals(m * k);
  const b = numbers.normals(k * n);
  const { c } = await runLowering(context, family, { a, b, c: m * n }, (lowering) =>
    matmulKernels(lowering, { m, n, k, ...layout }, { a: 'a', b: 'b', c: 'c' }),
  );
  const expected = new Float64Array(m * n);
  const allowed = new Float64Array(m * n);
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < n; column++) {
      let sum = 0;
      let magnitude = 0;
      for (let inner = 0; inner < k; inner++) {
        const left = a[layout.transposeA ? inner * m + row : row * k + inner]!;
        const product = left * b[layout.transposeB ? column * k + inner : inner * n + column]!;
        sum += product;
        magnitude += Math.abs(product);
      }
      expected[row * n + column] = sum;
      allowed[row * n + column] = sumBound(k, magnitude);
    }
  }
  return closeness(c, expected, allowed).worst;
}

/** X̄ᵀX̄ / rows with and without the column of ones. */
export const gramCheck: KernelCheck = {
  name: 'gram kernels',
  families: usableFamilies,
  run: async (context, family, seed) => {
    const shares: number[] = [];
    for (const [index, [rows = 0, columns = 0]] of [...edgeShapes(seed, 2, TILE), ...TILED_GRAMS].entries()) {
      for (const homogeneous of [false, true]) {
        shares.push(await gramShare(context, family, seed + index, { rows, columns, homogeneous }));
      }
    }
    return checkResult(shares);
  },
};

async function gramShare(
  context: DeviceContext,
  family: KernelFamily,
  seed: number,
  { rows, columns, homogeneous }: { readonly rows: number; readonly columns: number; readonly homogeneous: boolean },
): Promise<number> {
  const size = columns + (homogeneous ? 1 : 0);
  const x = new Seeded(seed).normals(rows * columns);
  const scale = 1 / Math.max(1, rows);
  const operands = { x, coefficients: Float32Array.of(0, 1), out: new Float32Array(size * size).fill(NaN) };
  const { out } = await runLowering(context, family, operands, (lowering) =>
    gramKernels(lowering, { rows, columns, homogeneous, scale }, { x: 'x', coefficients: 'coefficients', out: 'out' }),
  );
  const at = (row: number, column: number): number => (column < columns ? x[row * columns + column]! : 1);
  const expected = new Float64Array(size * size);
  const allowed = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      let magnitude = 0;
      for (let row = 0; row < rows; row++) {
        sum += at(row, i) * at(row, j);
        magnitude += Math.abs(at(row, i) * at(row, j));
      }
      expected[i * size + j] = scale * sum;
      // Two roundings more: the scale and its product with the sum.
      allowed[i * size + j] = sumBound(rows + 2, scale * magnitude);
    }
  }
  return closeness(out, expected, allowed).worst;
}
