/** What one example is between two layers: numbers on axes from the slowest to the fastest, or tokens of a vocabulary. */
export type ExampleShape =
  | { readonly kind: 'values'; readonly axes: readonly number[] }
  | { readonly kind: 'tokens'; readonly length: number; readonly vocabulary: number };

export function values(...axes: readonly number[]): ExampleShape {
  return { kind: 'values', axes };
}

/** For messages: `28 × 28 × 1` or `64 tokens of 65`. */
export function describeShape(shape: ExampleShape): string {
  return shape.kind === 'tokens' ? `${shape.length} tokens of ${shape.vocabulary}` : shape.axes.join(' × ');
}

/** Numbers, or tokens, of one example. */
export function countOf(shape: ExampleShape): number {
  return shape.kind === 'tokens' ? shape.length : shape.axes.reduce((product, extent) => product * extent, 1);
}
