import type { RealColumn } from '../dataset.ts';

/** Values `[rows, width]` of a table, row-major. */
interface Values {
  readonly width: number;
  readonly values: Float32Array;
}

/**
 * The moments of some columns over `rows` in float64. A column that is the same number in all of them has no deviation,
 * whatever rounding leaves of it.
 */
export function momentsOf({ width, values }: Values, rows: ArrayLike<number>, names: readonly string[]): readonly RealColumn[] {
  return names.map((name, column) => {
    const at = (index: number): number => values[rows[index]! * width + column]!;
    let sum = 0;
    let minimum = Infinity;
    let maximum = -Infinity;
    for (let index = 0; index < rows.length; index++) {
      sum += at(index);
      minimum = Math.min(minimum, at(index));
      maximum = Math.max(maximum, at(index));
    }
    const mean = sum / rows.length;
    if (minimum === maximum) return { name, mean: minimum, deviation: 0 };
    let squares = 0;
    for (let index = 0; index < rows.length; index++) squares += (at(index) - mean) ** 2;
    return { name, mean, deviation: Math.sqrt(squares / rows.length) };
  });
}

/** Some rows of a table, standardised; a column without deviation is 0, as it tells nothing. */
export function standardised({ width, values }: Values, rows: ArrayLike<number>, columns: readonly RealColumn[]): Float32Array {
  const chosen = new Float32Array(rows.length * width);
  for (let index = 0; index < rows.length; index++) {
    for (const [column, { mean, deviation }] of columns.entries()) {
      const value = values[rows[index]! * width + column]!;
      chosen[index * width + column] = deviation === 0 ? 0 : (value - mean) / deviation;
    }
  }
  return chosen;
}

/** A column whose numbers are taken as they are. */
export function unscaled({ name }: Pick<RealColumn, 'name'>): RealColumn {
  return { name, mean: 0, deviation: 1 };
}
