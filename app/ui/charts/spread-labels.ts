/**
 * Moves labels apart until neighbours are `gap` from each other, all stay inside `[top, bottom]` as far as they fit,
 * and the order of their anchors is kept. Returns one position a label, in the order given.
 */
export function spreadLabels(anchors: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = anchors.map((_, index) => index).sort((a, b) => (anchors[a] ?? 0) - (anchors[b] ?? 0));
  const placed = new Array<number>(anchors.length).fill(0);
  let lowest = top;
  for (const index of order) {
    placed[index] = Math.max(anchors[index] ?? 0, lowest);
    lowest = (placed[index] ?? 0) + gap;
  }
  let highest = Math.max(bottom, top + gap * (anchors.length - 1));
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index] ?? 0, highest);
    highest = (placed[index] ?? 0) - gap;
  }
  return placed;
}
