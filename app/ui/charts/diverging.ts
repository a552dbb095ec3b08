type Color = readonly [red: number, green: number, blue: number];

// PuOr of ColorBrewer (C. Brewer, Apache 2.0): from either end to what stands for zero.
const BELOW = ['#7f3b08', '#b35806', '#e08214', '#fdb863', '#fee0b6'] as const;
const ABOVE = ['#2d004b', '#542788', '#8073ac', '#b2abd2', '#d8daeb'] as const;
// On dark paper the same hues run from light ends to a dark middle; the outermost ones would there be too faint or too glaring.
const BELOW_ON_DARK = ['#fdb863', '#e08214', '#b35806', '#7f3b08'] as const;
const ABOVE_ON_DARK = ['#b2abd2', '#8073ac', '#6a4fa0', '#542788'] as const;

/**
 * The diverging colour map PuOr with the paper in its middle: `[256, 4]` bytes, orange below zero, purple above.
 * @param paper a computed CSS colour, `rgb(251, 250, 247)`
 */
export function divergingTable(paper: string): Uint8ClampedArray {
  const middle = parsed(paper);
  const isDark = middle[0] + middle[1] + middle[2] < 3 * 128;
  const below = (isDark ? BELOW_ON_DARK : BELOW).map(fromHex);
  const above = (isDark ? ABOVE_ON_DARK : ABOVE).map(fromHex);
  const stops = [...below, middle, ...above.toReversed()];
  const table = new Uint8ClampedArray(256 * 4);
  for (let entry = 0; entry < 256; entry++) {
    const at = (entry / 255) * (stops.length - 1);
    const left = Math.min(Math.floor(at), stops.length - 2);
    for (const channel of [0, 1, 2] as const) {
      const [from, to] = [stops[left]![channel], stops[left + 1]![channel]];
      table[4 * entry + channel] = from + (at - left) * (to - from);
    }
    table[4 * entry + 3] = 255;
  }
  return table;
}

function parsed(color: string): Color {
  const [red = 255, green = 255, blue = 255] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

function fromHex(color: string): Color {
  const value = parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
