import { formatNumber, spelled } from '../lab/format-number.ts';

const MINUS = '−';
const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export { formatNumber };

/** A difference: like `formatNumber`, with its sign always shown. */
export function formatDifference(value: number, digits = 3): string {
  return value > 0 ? `+${formatNumber(value, digits)}` : formatNumber(value, digits);
}

/** A whole number with its thousands grouped. */
export function formatCount(value: number): string {
  return spelled(value) ?? Math.round(value).toLocaleString('en-US').replace('-', MINUS);
}

/** A large count in k, M or G with three significant digits. */
export function formatParameters(value: number): string {
  const special = spelled(value);
  if (special) return special;
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (value >= size * 0.9995) return `${(value / size).toPrecision(3)}${unit}`;
  }
  return formatCount(value);
}

/** Bytes in IEC units. */
export function formatBytes(bytes: number): string {
  const special = spelled(bytes);
  if (special) return special;
  let unit = 0;
  let amount = bytes;
  while (amount >= 1023.5 && unit < BINARY_UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(amount) : amount.toPrecision(amount >= 1000 ? 4 : 3)} ${BINARY_UNITS[unit] ?? 'B'}`;
}

/** A span of time: µs, ms, s, min or h, three significant digits. */
export function formatDuration(seconds: number): string {
  const special = spelled(seconds);
  if (special) return special;
  if (seconds === 0) return '0 s';
  if (seconds < 0.9995e-3) return `${threeDigits(seconds * 1e6)} µs`;
  if (seconds < 0.9995) return `${threeDigits(seconds * 1e3)} ms`;
  if (seconds < 59.95) return `${threeDigits(seconds)} s`;
  if (seconds < 3_597) return `${threeDigits(seconds / 60)} min`;
  return `${threeDigits(seconds / 3_600)} h`;
}

/** A share of one as per cent. */
export function formatShare(share: number): string {
  return spelled(share) ?? `${(share * 100).toFixed(1)} %`;
}

/** Steps per second; whole numbers from 100 on. */
export function formatRate(perSecond: number): string {
  return spelled(perSecond) ?? (perSecond >= 99.95 ? formatCount(perSecond) : perSecond.toPrecision(3));
}

function threeDigits(value: number): string {
  return value >= 999.5 ? formatCount(value) : value.toPrecision(3);
}
