/** How points of a class are drawn; a colour never stands alone. */
export interface ClassStyle {
  readonly color: readonly [red: number, green: number, blue: number];
  readonly shape: 'circle' | 'square' | 'triangle' | 'diamond' | 'plus' | 'cross';
}

// ColorBrewer's Dark2, in an order whose neighbours differ in lightness as well, and away from the colours of the arms.
const STYLES: readonly [ClassStyle, ...ClassStyle[]] = [
  { color: [230, 171, 2], shape: 'circle' },
  { color: [117, 112, 179], shape: 'square' },
  { color: [102, 166, 30], shape: 'triangle' },
  { color: [231, 41, 138], shape: 'diamond' },
  { color: [27, 158, 119], shape: 'plus' },
  { color: [166, 118, 29], shape: 'cross' },
];

/** Style of a class; they repeat from the seventh on. */
export function classStyle(index: number): ClassStyle {
  return STYLES[index % STYLES.length] ?? STYLES[0];
}

/** A class's colour for CSS. */
export function classColor(index: number): string {
  return `rgb(${classStyle(index).color.join(' ')})`;
}

/** Outline of a shape of the given radius about a place, as an SVG path; plus and cross are strokes. */
export function shapePath(shape: ClassStyle['shape'], x: number, y: number, radius: number): string {
  const at = (...offsets: readonly (readonly [number, number])[]): string =>
    offsets.map(([dx, dy], index) => `${index === 0 ? 'M' : 'L'}${String(x + dx * radius)} ${String(y + dy * radius)}`).join('');
  switch (shape) {
    case 'circle': {
      const r = String(radius);
      return `M${String(x - radius)} ${String(y)}a${r} ${r} 0 1 0 ${String(2 * radius)} 0a${r} ${r} 0 1 0 ${String(-2 * radius)} 0Z`;
    }
    case 'square':
      return `${at([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9])}Z`;
    case 'triangle':
      return `${at([0, -1.1], [1.05, 0.8], [-1.05, 0.8])}Z`;
    case 'diamond':
      return `${at([0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0])}Z`;
    case 'plus':
      return at([-1.1, 0], [1.1, 0]) + at([0, -1.1], [0, 1.1]);
    case 'cross':
      return at([-0.9, -0.9], [0.9, 0.9]) + at([0.9, -0.9], [-0.9, 0.9]);
  }
}
