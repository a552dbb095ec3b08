import { formatShape, type Shape } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';

/** The axes of two operands and of their product, a character an axis: `nihk,njhk->nhij`. */
export interface ContractionLabels {
  readonly a: readonly string[];
  readonly b: readonly string[];
  readonly result: readonly string[];
}

type Dimension = 'rows' | 'columns' | 'steps';

/** A contraction as a batch of products of matrices, `[m, k]·[k, n]`, whose indices run over several axes each. */
export interface ContractionLayout {
  readonly batches: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** The dimension whose fastest axis is that of the operand, or of the result; null when that is a batch's. */
  readonly fastest: { readonly a: Dimension | null; readonly b: Dimension | null; readonly result: Dimension | null };
  /**
   * Where an element lies: offsets in a, b and the result of every batch, row, column and step, one after the other.
   * The offset of an element is the sum of those of its indices.
   */
  readonly offsets: readonly (readonly [a: number, b: number, result: number])[];
}

/** @throws ShapeError when the labels do not say a contraction. */
export function parseContraction(spec: string): ContractionLabels {
  const match = /^(\w+),(\w+)->(\w+)$/.exec(spec);
  const parts = match?.slice(1).map((labels) => labels.split('')) ?? [];
  if (parts.length !== 3 || parts.some((labels) => new Set(labels).size !== labels.length)) {
    throw new ShapeError(
      `contract: expected labels like 'nihk,njhk->nhij', each once an operand, got '${spec}'; name every axis by a character`,
    );
  }
  const [a, b, result] = parts as [string[], string[], string[]];
  const lonely = [...a, ...b, ...result].find(
    (label) => Number(a.includes(label)) + Number(b.includes(label)) + Number(result.includes(label)) < 2,
  );
  if (lonely !== undefined) {
    throw new ShapeError(
      `contract: expected every label in two of the operands and the result, got '${lonely}' in one alone in '${spec}'; sum over it, or broadcast, before`,
    );
  }
  return { a, b, result };
}

/** Extents by label. @throws ShapeError when the operands have other axes than labels, or an axis has two extents. */
export function labelledExtents(spec: string, labels: ContractionLabels, a: Shape, b: Shape): ReadonlyMap<string, number> {
  const extents = new Map<string, number>();
  for (const [operand, shape] of [
    [labels.a, a],
    [labels.b, b],
  ] as const) {
    if (operand.length !== shape.length) {
      throw new ShapeError(
        `contract: expected ${operand.length} axes for '${operand.join('')}', got ${formatShape(shape)}; label every axis`,
      );
    }
    for (const [axis, label] of operand.entries()) {
      const extent = shape[axis]!;
      if ((extents.get(label) ?? extent) !== extent) {
        throw new ShapeError(
          `contract: expected one extent for '${label}' of '${spec}', got ${formatShape(a)} and ${formatShape(b)}; make the axes equal`,
        );
      }
      extents.set(label, extent);
    }
  }
  return extents;
}

/** The layout of a contraction of dense row-major tensors. */
export function contractionLayout({ a, b, result }: ContractionLabels, extents: ReadonlyMap<string, number>): ContractionLayout {
  const shared = a.filter((label) => b.includes(label));
  const batch = shared.filter((label) => result.includes(label));
  const steps = shared.filter((label) => !result.includes(label));
  const rows = a.filter((label) => !b.includes(label));
  const columns = b.filter((label) => !a.includes(label));
  const strides = [a, b, result].map((labels) => stridesOf(labels, extents));
  const places = (labels: readonly string[]): [number, number, number][] =>
    labels.reduce<[number, number, number][]>(
      (before, label) =>
        before.flatMap((place) =>
          Array.from(
            { length: extents.get(label)! },
            (_, index) => place.map((offset, which) => offset + index * (strides[which]!.get(label) ?? 0)) as [number, number, number],
          ),
        ),
      [[0, 0, 0]],
    );
  // The fastest label of each dimension is the last of its list, which `places` lets run fastest.
  const fastestOf = (labels: readonly string[]): Dimension | null => {
    const last = labels.at(-1);
    return rows.at(-1) === last ? 'rows' : columns.at(-1) === last ? 'columns' : steps.at(-1) === last ? 'steps' : null;
  };
  const dimensions = [batch, rows, columns, steps].map(places);
  const [batches, m, n, k] = dimensions.map(({ length }) => length) as [number, number, number, number];
  return {
    ...{ batches, m, n, k },
    fastest: { a: fastestOf(a), b: fastestOf(b), result: fastestOf(result) },
    offsets: dimensions.flat(),
  };
}

function stridesOf(labels: readonly string[], extents: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const strides = new Map<string, number>();
  let stride = 1;
  for (const label of labels.toReversed()) {
    strides.set(label, stride);
    stride *= extents.get(label)!;
  }
  return strides;
}
