/** A value that needs memory from the kernel `first` to the kernel `last`, both included. */
export interface Lifetime<Key> {
  readonly key: Key;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Which bin each value lives in, and how large the bins are. */
export interface MemoryPlan<Key> {
  readonly bins: readonly number[];
  readonly binOf: ReadonlyMap<Key, number>;
}

/**
 * Gives values whose lifetimes do not meet the same bin. Whole buffers, not offsets in one arena: WebGPU refuses one
 * buffer bound read-only and writable in a dispatch, even where the ranges are apart. Greedy by start; a free bin is
 * taken by best fit, and grown when none is large enough.
 */
export function planMemory<Key>(lifetimes: readonly Lifetime<Key>[]): MemoryPlan<Key> {
  const bins: { bytes: number; freeAfter: number }[] = [];
  const binOf = new Map<Key, number>();
  for (const value of lifetimes.toSorted((a, b) => a.first - b.first || b.bytes - a.bytes)) {
    const free = bins.filter((bin) => bin.freeAfter < value.first);
    const fitting = free.filter((bin) => bin.bytes >= value.bytes).sort((a, b) => a.bytes - b.bytes)[0];
    const chosen = fitting ?? free.sort((a, b) => b.bytes - a.bytes)[0];
    if (chosen === undefined) {
      binOf.set(value.key, bins.push({ bytes: value.bytes, freeAfter: value.last }) - 1);
    } else {
      chosen.bytes = Math.max(chosen.bytes, value.bytes);
      chosen.freeAfter = value.last;
      binOf.set(value.key, bins.indexOf(chosen));
    }
  }
  return { bins: bins.map((bin) => bin.bytes), binOf };
}

/** Bins that plans share whose values never live at the same time: the largest of each plan in one, the next in another … */
export interface SharedBins {
  readonly sizes: readonly number[];
  /** For each plan the shared bin that stands for each of its own. */
  readonly places: readonly (readonly number[])[];
}

/** @param plans sizes of the bins of each plan. */
export function shareBins(plans: readonly (readonly number[])[]): SharedBins {
  const sizes: number[] = [];
  const places = plans.map((bins) => {
    const place = new Array<number>(bins.length);
    const largestFirst = [...bins.keys()].sort((a, b) => bins[b]! - bins[a]!);
    for (const [rank, bin] of largestFirst.entries()) {
      sizes[rank] = Math.max(sizes[rank] ?? 0, bins[bin]!);
      place[bin] = rank;
    }
    return place;
  });
  return { sizes, places };
}
