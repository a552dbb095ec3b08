import { formatShape, sizeOf, type Shape } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';

/** The shape two operands broadcast to by NumPy's rules. @throws ShapeError when an axis has two extents, neither 1. */
export function broadcastShapes(name: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = extentAt(a, axis, rank);
    const right = extentAt(b, axis, rank);
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError(
        `${name}: expected shapes that broadcast, got ${formatShape(a)} and ${formatShape(b)}; make axis ${axis} equal, or 1 in one of them`,
      );
    }
    return left === 1 ? right : left;
  });
}

/** Extent of `shape` at an axis of a shape with `rank` axes, aligned at the fastest. */
export function extentAt(shape: Shape, axis: number, rank: number): number {
  return shape[axis - rank + shape.length] ?? 1;
}

/** Neighbouring axes on which each operand is either whole or repeated, taken as one. */
export interface AxisGroup {
  readonly extent: number;
  /** For each operand, whether it moves along this group; else it is repeated. */
  readonly moves: readonly boolean[];
}

const MAX_GROUPS = 4;

/**
 * The axes of `shape`, slowest first, joined where all operands behave alike.
 * @throws ShapeError for operands that alternate more often than kernels follow.
 */
export function axisGroups(name: string, shape: Shape, operands: readonly Shape[]): readonly AxisGroup[] {
  const groups: AxisGroup[] = [];
  for (const [axis, extent] of shape.entries()) {
    if (extent === 1) continue;
    const moves = operands.map((operand) => extentAt(operand, axis, shape.length) !== 1);
    const last = groups.at(-1);
    if (last?.moves.every((move, index) => move === moves[index])) {
      groups[groups.length - 1] = { extent: last.extent * extent, moves };
    } else groups.push({ extent, moves });
  }
  if (groups.length > MAX_GROUPS) {
    throw new ShapeError(
      `${name}: expected operands repeated along at most ${MAX_GROUPS} runs of axes, got ${operands.map(formatShape).join(' and ')}; permute or reshape them`,
    );
  }
  return groups.length > 0 ? groups : [{ extent: sizeOf(shape), moves: operands.map(() => true) }];
}

/** Overrides of `shaders/elementwise/strided.wgsl`; operand i takes the i-th letter. */
export function stridedOverrides(groups: readonly AxisGroup[], letters: readonly string[]): Record<string, number> {
  const overrides: Record<string, number> = {};
  // Axis 0 is the slowest; a single group uses it, so that no coordinate is divided out.
  const places = groups.length === 1 ? [0] : groups.length === 2 ? [0, 3] : groups.length === 3 ? [0, 2, 3] : [0, 1, 2, 3];
  for (const [index, group] of groups.entries()) if (places[index] !== 0) overrides[`EXTENT_${places[index]!}`] = group.extent;
  for (const [operand, letter] of letters.entries()) {
    let stride = 1;
    overrides[`${letter}_0`] = 0;
    for (const [index, group] of [...groups.entries()].reverse()) {
      overrides[`${letter}_${places[index]!}`] = group.moves[operand]! ? stride : 0;
      if (group.moves[operand]!) stride *= group.extent;
    }
  }
  return overrides;
}
