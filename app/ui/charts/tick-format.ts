const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A tick label: as many digits as it needs and no more, powers of ten outside 1e−3…1e4. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 0.9999e-3 && size < 1e4)) return String(Number(value.toPrecision(8))).replace('-', '−');
  const [mantissa = '', exponent = ''] = Number(value.toPrecision(8)).toExponential().split('e');
  const power = `10${superscript(Number(exponent))}`;
  if (mantissa === '1') return power;
  return mantissa === '-1' ? `−${power}` : `${mantissa.replace('-', '−')}·${power}`;
}

/** A tick label of a count: k, M or G from ten thousand on. */
export function formatTickCount(count: number): string {
  const short = (divisor: number, suffix: string): string => `${String(Number((count / divisor).toPrecision(4)))}${suffix}`;
  if (count >= 1e9) return short(1e9, 'G');
  if (count >= 1e6) return short(1e6, 'M');
  if (count >= 1e4) return short(1e3, 'k');
  return Number.isInteger(count) ? count.toLocaleString('en-US') : String(Number(count.toPrecision(4)));
}

/** Unit in which times up to `longest` seconds read best: its size in s and its name. */
export function timeUnit(longest: number): { readonly size: number; readonly name: string } {
  if (longest < 1) return { size: 1e-3, name: 'ms' };
  if (longest < 180) return { size: 1, name: 's' };
  if (longest < 3 * 3600) return { size: 60, name: 'min' };
  return { size: 3600, name: 'h' };
}

function superscript(exponent: number): string {
  const digits = Array.from(String(Math.abs(exponent)), (digit) => SUPERSCRIPTS[Number(digit)] ?? '');
  return `${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}
