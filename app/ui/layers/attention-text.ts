import { formatNumber } from '../format.ts';
import { spellPosition } from './layer-words.ts';

/** A cell of an attention map: the position that looks, and the one that it looks at. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What a cell says: `position 12 ‘h’ looks at position 11 ‘t’: 0.430`. */
export function spellCell({ row, column }: Cell, shares: Float32Array, characters: readonly string[] | null, isCausal: boolean): string {
  const [from, to] = [spellPosition(row, characters), spellPosition(column, characters)];
  if (isCausal && column > row) return `position ${from} does not see position ${to}, which lies ahead`;
  const length = Math.sqrt(shares.length);
  return `position ${from} looks at position ${to}: ${spellShare(shares[row * length + column] ?? NaN)}`;
}

/** The position that one looks at most; of equals the first, 0 where no share is a number. */
export function strongest(row: number, shares: Float32Array): number {
  const length = Math.sqrt(shares.length);
  let best = 0;
  for (let column = 1; column < length; column++) {
    if ((shares[row * length + column] ?? 0) > (shares[row * length + best] ?? 0)) best = column;
  }
  return best;
}

/** A head in a sentence: how far and how sharply it looks. */
export function summariseHead(shares: Float32Array): string {
  const length = Math.sqrt(shares.length);
  let [distance, sharpness] = [0, 0];
  for (let row = 0; row < length; row++) {
    for (let column = 0; column < length; column++) distance += Math.abs(row - column) * (shares[row * length + column] ?? NaN);
    sharpness += shares[row * length + strongest(row, shares)] ?? NaN;
  }
  return `looks ${formatNumber(distance / length, 2)} positions away on average; the largest share of a row is ${spellShare(sharpness / length)} on average`;
}

/** For each position, whom it looks at most in each head and by what share. */
export function attentionRows(heads: readonly Float32Array[], characters: readonly string[] | null): readonly (readonly string[])[] {
  const length = Math.sqrt(heads[0]?.length ?? 0);
  return Array.from({ length }, (_, row) => [
    spellPosition(row, characters),
    ...heads.map((shares) => {
      const at = strongest(row, shares);
      return `${spellPosition(at, characters)} ${spellShare(shares[row * length + at] ?? NaN)}`;
    }),
  ]);
}

function spellShare(share: number): string {
  return Number.isFinite(share) ? share.toFixed(2) : formatNumber(share);
}
