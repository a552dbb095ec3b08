import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Numbers for tests, the same on every machine for the same seed. */
export class Seeded {
  readonly #generator: RandomGenerator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e37_79b1));
    // The generator's first outputs are simple functions of the seed.
    for (let draw = 0; draw < 20; draw++) this.#generator.next();
  }

  /** A float32 in [minimum, maximum). */
  uniform(minimum = 0, maximum = 1): number {
    return Math.fround(minimum + (maximum - minimum) * uniformFloat32(this.#generator));
  }

  /** A whole number in [minimum, maximum]. */
  integer(minimum: number, maximum: number): number {
    return uniformInt(this.#generator, minimum, maximum);
  }

  /** A float32 of the standard normal distribution (Box–Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat32(this.#generator)));
    return Math.fround(radius * Math.cos(2 * Math.PI * uniformFloat32(this.#generator)));
  }

  uniforms(length: number, minimum = -1, maximum = 1): Float32Array {
    return Float32Array.from({ length }, () => this.uniform(minimum, maximum));
  }

  normals(length: number, scale = 1): Float32Array {
    return Float32Array.from({ length }, () => scale * this.normal());
  }

  integers(length: number, minimum: number, maximum: number): Uint32Array {
    return Uint32Array.from({ length }, () => this.integer(minimum, maximum));
  }

  /**
   * A symmetric positive definite `[size, size]`, exactly symmetric in float32: XᵀX/n of `4·size` normal rows plus
   * `damping` on the diagonal, like a factor of activations; its condition is about `(2.25 + damping) / (0.25 + damping)`.
   */
  positiveDefinite(size: number, damping = 0.1): Float32Array {
    const rows = 4 * size;
    const samples = this.normals(rows * size);
    const matrix = new Float32Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let row = 0; row < rows; row++) sum += samples[row * size + i]! * samples[row * size + j]!;
        const value = sum / rows + (i === j ? damping : 0);
        matrix[i * size + j] = value;
        matrix[j * size + i] = value;
      }
    }
    return matrix;
  }
}

/** Sizes at which kernels break: nothing, one, primes, and both sides of one and two tiles. */
export function edgeSizes(tile: number): readonly number[] {
  const sizes = [0, 1, 2, 3, 7, 13, tile - 1, tile, tile + 1, 2 * tile - 1, 2 * tile, 2 * tile + 1, 61];
  return [...new Set(sizes.filter((size) => size >= 0))].sort((a, b) => a - b);
}

/**
 * Shapes of `dimensions` sizes: each edge size in each place among random others (0 appears alone, once a place), then
 * `random` shapes of sizes 1 to 3·tile.
 */
export function edgeShapes(seed: number, dimensions: number, tile: number, random = 4): readonly (readonly number[])[] {
  const numbers = new Seeded(seed);
  const anySize = (): number => numbers.integer(1, 3 * tile);
  const shapes: number[][] = [];
  for (let place = 0; place < dimensions; place++) {
    for (const edge of edgeSizes(tile)) {
      shapes.push(Array.from({ length: dimensions }, (_, index) => (index === place ? edge : anySize())));
    }
  }
  for (const edge of [1, tile, tile + 1]) shapes.push(Array.from({ length: dimensions }, () => edge));
  for (let count = 0; count < random; count++) shapes.push(Array.from({ length: dimensions }, anySize));
  return shapes;
}
