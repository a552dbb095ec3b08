import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';

/** Elementwise functions a matmul can apply to its result; `gelu` is the tanh approximation, since WGSL has no erf. */
export type Activation = 'none' | 'relu' | 'tanh' | 'sigmoid' | 'gelu';

/** The numbers `shaders/lib/activation.wgsl` knows them by. */
export const ACTIVATIONS: readonly Activation[] = ['none', 'relu', 'tanh', 'sigmoid', 'gelu'];

/** `C[m, n] = activation(scale · op(Ā) · op(B))`, everything row-major f32. */
export interface MatmulProblem {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** A is stored as `[k, m]` instead of `[m, k]`. */
  readonly transposeA?: boolean;
  /** B is stored as `[n, k]` instead of `[k, n]`. */
  readonly transposeB?: boolean;
  /**
   * A's stored rows are one element shorter: the last feature of Ā is a column of ones. Untransposed, A is `[m, k − 1]`
   * and the last row of B is the bias; transposed, A is `[k, m − 1]` and the last row of C holds the column sums of B.
   */
  readonly homogeneous?: boolean;
  readonly scale?: number;
  readonly activation?: Activation;
}

const NONE = 0xffffffff;
const MAX_WORKGROUPS = 65_535;

/**
 * Kernels for a matrix product; none when `C` is empty. Buffers may hold more rows than the problem needs.
 * @throws ShapeError when a size is not a whole number, or the homogeneous feature has no room.
 */
export function matmulKernels<T>(
  context: LoweringContext<T>,
  problem: MatmulProblem,
  operands: { readonly a: T; readonly b: T; readonly c: T },
): Kernel<T>[] {
  checkProblem(problem);
  const { m, n } = problem;
  if (m === 0 || n === 0) return [];
  const shape = context.constant(shapeWords(problem), 'matmul shape');
  return [
    {
      shader: 'matmul/general.wgsl',
      bindings: [read(operands.a), read(operands.b), readWrite(operands.c), read(shape)],
      workgroups: spread(Math.ceil((Math.ceil(m / 4) * Math.ceil(n / 4)) / 16)),
    },
  ];
}

/** `MatmulShape` of `shaders/lib/matmul-shape.wgsl`. */
function shapeWords(problem: MatmulProblem): Uint32Array {
  const { m, n, k, transposeA = false, transposeB = false, homogeneous = false, scale = 1, activation = 'none' } = problem;
  const stored = (transposeA ? m : k) - (homogeneous ? 1 : 0);
  const words = new Uint32Array([
    ...[m, n, k],
    ...(transposeA ? [1, stored] : [stored, 1]),
    ...(transposeB ? [1, k] : [n, 1]),
    ...[homogeneous && transposeA ? m - 1 : NONE, homogeneous && !transposeA ? k - 1 : NONE],
    ...[ACTIVATIONS.indexOf(activation), 0],
  ]);
  new Float32Array(words.buffer).set([scale], words.length - 1);
  return words;
}

/** A number of workgroups as a grid within the limit a dimension; the shader ignores the surplus. */
export function spread(workgroups: number): [number, number, number] {
  const rows = Math.ceil(workgroups / MAX_WORKGROUPS);
  return rows <= 1 ? [workgroups, 1, 1] : [Math.ceil(workgroups / rows), rows, 1];
}

function checkProblem({ m, n, k, transposeA = false, homogeneous = false }: MatmulProblem): void {
  for (const [name, size] of Object.entries({ m, n, k })) {
    if (!Number.isInteger(size) || size < 0) {
      throw new ShapeError(`matmul: expected ${name} to be a whole number, got ${String(size)}; check the operands' shapes`);
    }
  }
  if (homogeneous && (transposeA ? m : k) === 0) {
    throw new ShapeError(
      `matmul: expected ${transposeA ? 'm' : 'k'} ≥ 1 for a homogeneous operand, got 0; count the column of ones in ${transposeA ? 'm' : 'k'}`,
    );
  }
}
