import type { Part } from '../../../gpu/curvature/structure.ts';
import type { Span } from '../charts/cell-span.ts';

/** How a side is cut, in words: `4 parts of 8`, `4 parts of 196 or 197`. */
export function nameParts(parts: readonly Part[]): string {
  const sizes = [...new Set(parts.map(({ size }) => size))];
  return `${parts.length} ${parts.length === 1 ? 'part' : 'parts'} of ${sizes.join(' or ')}`;
}

/** Whether a rectangle of a matrix that is a diagonal of parts lies wholly outside of them. */
export function betweenParts(parts: readonly Part[], rows: Span, columns: Span): boolean {
  const meets = ({ start, size }: Part, [first, last]: Span): boolean => first < start + size && last >= start;
  return !parts.some((part) => meets(part, rows) && meets(part, columns));
}
