import { MAX_CATEGORY_LENGTH } from '../../spec-limits.ts';

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const DECIMAL_COMMA = /^[+-]?\d*,\d+$/;

/** The float32 number that a field is; null where it is none, or none that is finite. */
export function numberOf(field: string): number | null {
  const text = field.trim();
  if (!DECIMAL.test(text)) return null;
  const value = Math.fround(Number(text));
  return Number.isFinite(value) ? value : null;
}

/** The text that stands for a class or category: numbers that are equal are the same one, however they are written. */
export function categoryOf(field: string): string {
  const text = field.trim();
  return DECIMAL.test(text) ? String(Number(text)) : text;
}

/** What keeps a field from being a class or category; null for nothing. */
export function categoryFault(category: string): { readonly expected: string; readonly remedy: string } | null {
  if (category === '') return { expected: 'a value', remedy: EMPTY_REMEDY };
  if (category.length <= MAX_CATEGORY_LENGTH) return null;
  return { expected: `a text of at most ${MAX_CATEGORY_LENGTH} characters`, remedy: 'shorten it, or leave the column out' };
}

/** What to do about a field that is no number. */
export function numberRemedy(field: string): string {
  const text = field.trim();
  if (text === '') return EMPTY_REMEDY;
  if (DECIMAL_COMMA.test(text)) return 'write decimals with a point';
  return 'correct the value, remove the row, or leave the column out';
}

const EMPTY_REMEDY = 'fill it in, remove the row, or leave the column out';
