import type { Shape } from '../graph/tensor.ts';
import type { MatmulOptions } from '../ops/matmul-shape.ts';
import { matmul } from '../ops/matmul.ts';
import type { OpCase } from './op-case.ts';
import { matmulReference } from './op-references.ts';
import { sumBound } from './tolerances.ts';

/** M, K and N of `[M, K]·[K, N]`; with a homogeneous coordinate it is the last of K, or of M where A is transposed. */
const SIZES: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [3, 4, 2],
  [2, 3, 5],
  [37, 41, 13],
  [0, 3, 2],
  [2, 3, 0],
];

function storedShapes([m, k, n]: readonly [number, number, number], options: MatmulOptions): [Shape, Shape] {
  const { transposeA = false, transposeB = false, homogeneous = false } = options;
  const [rows, columns] = transposeA ? [k, m] : [m, k];
  return [[rows, columns - (homogeneous ? 1 : 0)], transposeB ? [n, k] : [k, n]];
}

function matmulCase(shapes: [Shape, Shape], options: MatmulOptions): OpCase {
  return {
    inputs: shapes.map((shape) => ({ shape })),
    apply: ([a, b]) => matmul(a!, b!, options),
    reference: ([a, b]) => matmulReference(a!, b!, shapes, options),
    allowed: ([a, b]) => {
      const terms = (options.transposeA ? shapes[0][0]! : shapes[0][1]!) + 2;
      const size = (values: Float64Array): Float64Array => values.map(Math.abs);
      const magnitudes = matmulReference(size(a!), size(b!), shapes, { ...options, scale: Math.abs(options.scale ?? 1) });
      return magnitudes.map((magnitude) => sumBound(terms, magnitude));
    },
  };
}

/** Every transposition, with and without a homogeneous coordinate, on every size. */
export const matmulCases: readonly OpCase[] = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    [false, true].flatMap((homogeneous) =>
      SIZES.filter(([m, k]) => !homogeneous || (transposeA ? m : k) > 0).map((sizes) => {
        const options = { transposeA, transposeB, homogeneous, ...(homogeneous ? { scale: 0.5 } : {}) };
        return matmulCase(storedShapes(sizes, options), options);
      }),
    ),
  ),
);
