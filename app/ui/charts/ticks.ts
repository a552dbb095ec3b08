import type { Scaling } from '../../state/view-settings.ts';

/** Round numbers inside `[minimum, maximum]`, about `target` of them, stepping by 1, 2 or 5 times a power of ten. */
export function linearTicks(minimum: number, maximum: number, target: number): number[] {
  if (!(maximum > minimum)) return Number.isFinite(minimum) ? [minimum] : [];
  const rough = (maximum - minimum) / Math.max(target, 1);
  const power = Math.floor(Math.log10(rough));
  const lead = rough / 10 ** power;
  const multiple = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10;
  const first = Math.ceil(minimum / (multiple * 10 ** power) - 1e-9);
  const last = Math.floor(maximum / (multiple * 10 ** power) + 1e-9);
  // A negative power of ten is not exact in binary: dividing by its inverse gives the nearest double of the decimal.
  const at = (count: number): number => (power < 0 ? (count * multiple) / 10 ** -power : count * multiple * 10 ** power);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => at(first + i));
}

/** Round numbers for a logarithmic axis: powers of ten over many decades, 1-2-5 over few, evenly spaced within half a decade. */
export function logTicks(minimum: number, maximum: number, target: number): number[] {
  if (!(minimum > 0 && maximum > minimum)) return [];
  const decades = Math.log10(maximum / minimum);
  if (decades < 0.5) return linearTicks(minimum, maximum, target).filter((tick) => tick > 0);
  const multiples = decades < 1 ? [1, 2, 3, 5, 7] : decades * 3 <= target * 1.8 ? [1, 2, 5] : decades * 2 <= target * 1.8 ? [1, 3] : [1];
  const stride = multiples.length > 1 ? 1 : Math.max(1, Math.ceil(decades / target));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(minimum)); power <= Math.ceil(Math.log10(maximum)); power++) {
    if (power % stride !== 0) continue;
    for (const multiple of multiples) {
      const tick = power < 0 ? multiple / 10 ** -power : multiple * 10 ** power;
      if (tick >= minimum * (1 - 1e-12) && tick <= maximum * (1 + 1e-12)) ticks.push(tick);
    }
  }
  return ticks;
}

/** Ticks of an axis of either scaling. */
export function axisTicks(scaling: Scaling, minimum: number, maximum: number, target: number): number[] {
  return scaling === 'log' ? logTicks(minimum, maximum, target) : linearTicks(minimum, maximum, target);
}

/** Widens the range of some data so that no line touches the frame; a range without extent gets one. */
export function paddedRange(scaling: Scaling, minimum: number, maximum: number): readonly [minimum: number, maximum: number] {
  if (!(minimum <= maximum)) return scaling === 'log' ? [0.1, 1] : [0, 1];
  if (scaling === 'log') {
    const ratio = maximum > minimum ? (maximum / minimum) ** 0.05 : 2;
    return [minimum / ratio, maximum * ratio];
  }
  const margin = maximum > minimum ? 0.05 * (maximum - minimum) : Math.max(Math.abs(minimum) * 0.5, 0.5);
  // A quantity that is never negative keeps zero as its floor.
  const low = minimum >= 0 && minimum - margin < 0 ? 0 : minimum - margin;
  return [minimum === 0 && maximum > 0 ? -0.02 * maximum : low, maximum + margin];
}
