/** pcg4d of Jarzynski and Olano 2020 in exact 32-bit arithmetic: what `shaders/lib/random.wgsl` computes. */
export function pcg4d(key: readonly [number, number, number, number]): [number, number, number, number] {
  const v = key.map((word) => (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0) as [number, number, number, number];
  const mix = (): void => {
    v[0] = (v[0] + Math.imul(v[1], v[3])) >>> 0;
    v[1] = (v[1] + Math.imul(v[2], v[0])) >>> 0;
    v[2] = (v[2] + Math.imul(v[0], v[1])) >>> 0;
    v[3] = (v[3] + Math.imul(v[1], v[2])) >>> 0;
  };
  mix();
  for (const [index, word] of v.entries()) v[index] = (word ^ (word >>> 16)) >>> 0;
  mix();
  return v;
}

/** Uniform in [0, 1) with 24 bits, exact in float32. */
export function uniformReference(seed: number, step: number, purpose: number, index: number): number {
  return (pcg4d([seed, step, purpose, index])[0] >>> 8) * 2 ** -24;
}

/** Standard normal by Box–Muller in float64. */
export function normalReference(seed: number, step: number, purpose: number, index: number): number {
  const [a, b] = pcg4d([seed, step, purpose, index]);
  return Math.sqrt(-2 * Math.log(1 - (a >>> 8) * 2 ** -24)) * Math.cos(2 * Math.PI * ((b >>> 8) * 2 ** -24 - 0.5));
}
