const MINUS = '−';

/**
 * A value for reading: `digits` significant digits, scientific outside 10⁻³…10⁴, NaN and ∞ spelled, a true minus sign.
 */
export function formatNumber(value: number, digits = 4): string {
  const special = spelled(value);
  if (special) return special;
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e4) ? value.toExponential(Math.max(0, digits - 1)) : value.toPrecision(digits);
  return value === 0 ? '0' : text.replaceAll('-', MINUS).replace('e+', 'e');
}

/** NaN and ∞ as text; null for what is a number. */
export function spelled(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '∞';
  return value === -Infinity ? `${MINUS}∞` : null;
}
