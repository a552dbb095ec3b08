import { MadeBy } from '../graph/made-by.ts';
import { ShapeError } from '../runtime/errors.ts';

/** Elementwise functions a matmul can apply to its result; `gelu` is the tanh approximation, since WGSL has no erf. */
export type Activation = 'none' | 'relu' | 'tanh' | 'sigmoid' | 'gelu';

/** In the order of the numbers `shaders/lib/activation.wgsl` knows them by. */
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

export interface MatmulOptions {
  /** A is stored transposed. */
  readonly transposeA?: boolean;
  /** B is stored transposed. */
  readonly transposeB?: boolean;
  /**
   * Appends a virtual column of ones to A as stored: `[A 1]·B`, where the last row of B is the bias, or, with
   * `transposeA`, `[A 1]ᵀ·B`, whose last row holds the column sums of B.
   */
  readonly homogeneous?: boolean;
  readonly scale?: number;
}

export interface MatmulAttributes extends Required<MatmulOptions> {
  /** B is stored with one row more than it takes part with: the bias row, which carries nothing back to A. */
  readonly dropLastRowOfB: boolean;
  readonly activation: Activation;
}

/** How products of a graph were made. */
export const PRODUCTS = new MadeBy<MatmulAttributes>();

const NONE = 0xffffffff;

/** Where a matmul's elements lie, counted in elements; see `MatmulShape` in `shaders/lib/matmul-shape.wgsl`. */
export interface MatmulLayout {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly aRow: number;
  readonly aColumn: number;
  readonly bRow: number;
  readonly bColumn: number;
  readonly onesRow?: number;
  readonly onesColumn?: number;
  readonly bias?: { readonly start: number; readonly stride: number };
}

/** The layout of the operands as they are stored. */
export function storedLayout({ m, n, k, transposeA = false, transposeB = false, homogeneous = false }: MatmulProblem): MatmulLayout {
  const stored = (transposeA ? m : k) - (homogeneous ? 1 : 0);
  return {
    ...{ m, n, k },
    ...(transposeA ? { aRow: 1, aColumn: stored } : { aRow: stored, aColumn: 1 }),
    ...(transposeB ? { bRow: 1, bColumn: k } : { bRow: n, bColumn: 1 }),
    ...(homogeneous ? (transposeA ? { onesRow: m - 1 } : { onesColumn: k - 1 }) : {}),
  };
}

/** The override of kernels that apply an activation. */
export function activationOverride({ activation = 'none' }: Pick<MatmulProblem, 'activation'>): { readonly ACTIVATION: number } {
  return { ACTIVATION: ACTIVATIONS.indexOf(activation) };
}

/** The words of `MatmulShape`. */
export function shapeWords(layout: MatmulLayout, { scale = 1 }: MatmulProblem): Uint32Array {
  const words = new Uint32Array([
    ...[layout.m, layout.n, layout.k, layout.aRow, layout.aColumn, layout.bRow, layout.bColumn],
    ...[layout.onesRow ?? NONE, layout.onesColumn ?? NONE, layout.bias?.start ?? NONE, layout.bias?.stride ?? 0],
    0,
  ]);
  new Float32Array(words.buffer).set([scale], words.length - 1);
  return words;
}

/** @throws ShapeError when a size is not a whole number, or the homogeneous feature has no room. */
export function checkMatmul({ m, n, k, transposeA = false, homogeneous = false }: MatmulProblem): void {
  for (const [name, size] of Object.entries({ m, n, k })) {
    if (!Number.isInteger(size) || size < 0) {
      throw new ShapeError(`matmul: expected ${name} to be a whole number, got ${String(size)}; check the operands' shapes`);
    }
  }
  const name = transposeA ? 'm' : 'k';
  if (homogeneous && (transposeA ? m : k) === 0) {
    throw new ShapeError(`matmul: expected ${name} ≥ 1 for a homogeneous operand, got 0; count the column of ones in ${name}`);
  }
}

/**
 * Up to this many multiplications the kernel without tiles does: its fixed costs are lower, and a model of small
 * layers compiles one pipeline instead of four (0.3–1 s each on SwiftShader).
 */
export const SMALL_PRODUCT = 2 ** 17;
