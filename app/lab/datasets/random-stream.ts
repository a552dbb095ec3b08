import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Random numbers for making data: a seed and a purpose give the same stream everywhere, two purposes unrelated ones. */
export class RandomStream {
  readonly #generator: RandomGenerator;

  constructor(seed: number, purpose: string) {
    this.#generator = xoroshiro128plus(hash(seed, purpose));
    // The generator's first outputs are simple functions of its seed.
    for (let draw = 0; draw < 20; draw++) this.#generator.next();
  }

  /** A number in [minimum, maximum). */
  uniform(minimum = 0, maximum = 1): number {
    return minimum + (maximum - minimum) * uniformFloat64(this.#generator);
  }

  /** A number of the standard normal distribution (Box–Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

/** FNV-1a over the seed's bytes and the purpose. */
function hash(seed: number, purpose: string): number {
  let state = 0x811c_9dc5;
  const mix = (byte: number): void => {
    state = Math.imul(state ^ byte, 0x0100_0193);
  };
  for (let shift = 0; shift < 32; shift += 8) mix((seed >>> shift) & 0xff);
  for (let index = 0; index < purpose.length; index++) mix(purpose.charCodeAt(index));
  return state;
}
