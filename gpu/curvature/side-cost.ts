import type { BlockLayout } from './factor-layout.ts';

/** A square matrix of one side of a weight, or of all of it. */
interface Side {
  readonly size: number;
}

/** A second moment is symmetric, so only one of its triangles is summed up, for every case. */
export function triangle({ size }: Side): number {
  return (size * (size + 1)) / 2;
}

export function square({ size }: Side): number {
  return size ** 2;
}

/** A = LLᵀ, L⁻¹ and L⁻ᵀL⁻¹ take n³/6 multiply-adds each. */
export function inversion({ size }: Side): number {
  return size ** 3 / 2;
}

/** AQ, its two Cholesky QR passes and the quotients: 8.4 n³ operations (refresh-eigenbasis-kernels.ts). */
export function turning({ size }: Side): number {
  return 4.2 * size ** 3;
}

/** 2/3 n³ multiply-adds to tridiagonal form, 2/3 n³ to divide and conquer, n³ to apply the reflectors. */
export function solving({ size }: Side): number {
  return (7 / 3) * size ** 3;
}

/** The inverse, the two roots again, three products L⁻¹(·)L⁻ᵀ and K = L⁻ᵀE, and an eigen-solve. */
export function chaining(side: Side): number {
  return inversion(side) + side.size ** 3 / 3 + 3 * side.size ** 3 + solving(side);
}

/** The inverse, the two roots again, five products Ψ, ΨCᵀ, L⁻¹(·)L⁻ᵀ and K = L⁻ᵀE, and an eigen-solve. */
export function linking(side: Side): number {
  return inversion(side) + side.size ** 3 / 3 + 5 * side.size ** 3 + solving(side);
}

export function sum(matrices: readonly Side[], cost: (matrix: Side) => number): number {
  return matrices.reduce((total, matrix) => total + cost(matrix), 0);
}

/** (inputs + 1) · outputs. */
export function parametersOf({ slice }: Pick<BlockLayout, 'slice'>): number {
  const [rows, outputs] = slice.shape as readonly [number, number];
  return rows * outputs;
}
