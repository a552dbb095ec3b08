import { ShapeError } from '../runtime/errors.ts';

/**
 * Where a symmetric or triangular matrix stands inside a flat f32 buffer: element offset (a multiple of 64, which is
 * 256 bytes) and size; row-major `[size, size]`, dense.
 */
export interface MatrixSlot {
  readonly offset: number;
  readonly size: number;
}

/** Square matrices of any sizes that are worked on together. */
export interface SpdInverseProblem {
  readonly matrices: readonly MatrixSlot[];
  /** Places of the matrices to work on; all when absent. The others keep their places in shifts and status. */
  readonly chosen?: readonly number[];
}

/** A matrix and its place in the problem. */
export interface PlacedMatrix {
  readonly slot: MatrixSlot;
  readonly index: number;
}

/** The matrices of a problem that are to be worked on. */
export function chosenMatrices({ matrices, chosen }: SpdInverseProblem): readonly PlacedMatrix[] {
  const placed = matrices.map((slot, index) => ({ slot, index }));
  return chosen === undefined ? placed : chosen.map((index) => placed[index]!);
}

const ALIGNMENT = 64;

/** @throws ShapeError when a slot is empty, misaligned or overlaps another. */
export function checkMatrices(operation: string, matrices: readonly MatrixSlot[]): void {
  for (const { offset, size } of matrices) {
    if (!Number.isInteger(size) || size < 1) {
      throw new ShapeError(`${operation}: expected matrices of at least 1 × 1, got size ${String(size)}; leave empty matrices out`);
    }
    if (!Number.isInteger(offset) || offset < 0 || offset % ALIGNMENT !== 0) {
      throw new ShapeError(`${operation}: expected offsets in multiples of ${String(ALIGNMENT)}, got ${String(offset)}; align the slots`);
    }
  }
  const sorted = [...matrices].sort((left, right) => left.offset - right.offset);
  for (const [index, { offset }] of sorted.entries()) {
    const previous = sorted[index - 1];
    if (previous !== undefined && previous.offset + previous.size ** 2 > offset) {
      throw new ShapeError(
        `${operation}: expected separate slots, got ${String(previous.size)} × ${String(previous.size)} at ${String(previous.offset)} over ${String(offset)}; move the later one`,
      );
    }
  }
}
