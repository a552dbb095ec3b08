// Sixth-degree least-squares fit of matplotlib's viridis by Matt Zucker (public domain), https://www.shadertoy.com/view/WlfXRN
const COEFFICIENTS = [
  [0.2777273272234177, 0.005407344544966578, 0.3340998053353061],
  [0.1050930431085774, 1.404613529898575, 1.384590162594685],
  [-0.3308618287255563, 0.214847559468213, 0.09509516302823659],
  [-4.634230498983486, -5.799100973351585, -19.33244095627987],
  [6.228269936347081, 14.17993336680509, 56.69055260068105],
  [4.776384997670288, -13.74514537774601, -65.35303263337234],
  [-5.435455855934631, 4.645852612178535, 26.3124352495832],
] as const;

/** The viridis colour map: `[256, 4]` bytes, red, green, blue and an alpha of 255, dark to bright. */
export const VIRIDIS: Uint8ClampedArray = viridisTable();

function viridisTable(): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 4);
  for (let entry = 0; entry < 256; entry++) {
    for (const channel of [0, 1, 2] as const) {
      table[4 * entry + channel] = 255 * COEFFICIENTS.reduceRight((sum, row) => sum * (entry / 255) + row[channel], 0);
    }
    table[4 * entry + 3] = 255;
  }
  return table;
}
