/** One curve as it is now; the arrays are live views of equal length and must not be written to. */
export interface SeriesView {
  readonly arm: number;
  readonly name: string;
  /** 1-based step numbers. */
  readonly steps: Float64Array;
  /** The arm's own training time at each step, s. */
  readonly seconds: Float64Array;
  readonly values: Float64Array;
}

const FIRST_CAPACITY = 1_024;
/** Points kept of one curve (6 MiB); past it the older half is thinned. */
const MAXIMUM_CAPACITY = 2 ** 18;
/** Points of the older half that become two: their smallest and their largest. */
const THINNING_BUCKET = 4;

/**
 * An append-only curve in typed arrays. It grows by doubling up to `maximumCapacity` points; then every four points of the older
 * half are replaced by their minimum and maximum in order of time, so extremes survive and memory stays bounded. A bucket with a
 * value that is not finite keeps that value.
 */
export class SeriesBuffer implements SeriesView {
  readonly arm: number;
  readonly name: string;
  readonly #maximumCapacity: number;
  #length = 0;
  #steps = new Float64Array(FIRST_CAPACITY);
  #seconds = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);

  constructor(arm: number, name: string, maximumCapacity = MAXIMUM_CAPACITY) {
    this.arm = arm;
    this.name = name;
    this.#maximumCapacity = maximumCapacity;
  }

  get length(): number {
    return this.#length;
  }

  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length);
  }

  get seconds(): Float64Array {
    return this.#seconds.subarray(0, this.#length);
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** Adds one point after all others. */
  append(step: number, seconds: number, value: number): void {
    if (this.#length === this.#steps.length) this.#makeRoom();
    this.#write(this.#length, step, seconds, value);
    this.#length += 1;
  }

  /** Adds points in order. @throws RangeError when the arrays differ in length. */
  appendAll(steps: Float64Array, seconds: Float64Array, values: Float64Array): void {
    if (steps.length !== seconds.length || steps.length !== values.length) {
      throw new RangeError(
        `series ${this.name}: expected arrays of one length, got ${steps.length}, ${seconds.length} and ${values.length}`,
      );
    }
    for (let index = 0; index < steps.length; index++) {
      this.append(steps[index] ?? NaN, seconds[index] ?? NaN, values[index] ?? NaN);
    }
  }

  #makeRoom(): void {
    if (this.#steps.length < this.#maximumCapacity) {
      const capacity = Math.min(this.#steps.length * 2, this.#maximumCapacity);
      this.#steps = enlarged(this.#steps, capacity);
      this.#seconds = enlarged(this.#seconds, capacity);
      this.#values = enlarged(this.#values, capacity);
      return;
    }
    this.#thinOlderHalf();
  }

  #thinOlderHalf(): void {
    const half = Math.floor(this.#length / 2 / THINNING_BUCKET) * THINNING_BUCKET;
    let target = 0;
    for (let start = 0; start < half; start += THINNING_BUCKET) {
      const [first, second] = this.#extremes(start, start + THINNING_BUCKET);
      this.#move(first, target++);
      this.#move(second, target++);
    }
    for (const array of [this.#steps, this.#seconds, this.#values]) array.copyWithin(target, half, this.#length);
    this.#length -= half - target;
  }

  /** Two distinct indices in `[start, end)`, ascending: the smallest and the largest value, a non-finite one before both. */
  #extremes(start: number, end: number): readonly [number, number] {
    let smallest = start;
    let largest = start;
    let broken = -1;
    for (let index = start; index < end; index++) {
      const value = this.#values[index] ?? NaN;
      if (!Number.isFinite(value)) broken = index;
      if (!(value >= (this.#values[smallest] ?? NaN))) smallest = index;
      if (!(value <= (this.#values[largest] ?? NaN))) largest = index;
    }
    const one = broken >= 0 ? broken : smallest;
    const other = largest === one ? (one === end - 1 ? start : end - 1) : largest;
    return one < other ? [one, other] : [other, one];
  }

  #move(from: number, to: number): void {
    this.#write(to, this.#steps[from] ?? NaN, this.#seconds[from] ?? NaN, this.#values[from] ?? NaN);
  }

  #write(index: number, step: number, seconds: number, value: number): void {
    this.#steps[index] = step;
    this.#seconds[index] = seconds;
    this.#values[index] = value;
  }
}

function enlarged(array: Float64Array<ArrayBuffer>, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(array);
  return larger;
}
