/** Numbers in [−1, 1), the same for every peer. */
export function uniforms(length: number, seed: number): Float32Array {
  let state = Math.imul(seed + 1, 0x9e37_79b1) >>> 0;
  return Float32Array.from({ length }, () => {
    // Weyl sequence through the finaliser of MurmurHash3.
    state = (state + 0x9e37_79b9) >>> 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85eb_ca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

/** `[count, size, size]` of 1/(1 + |i − j|): positive definite, as a convex decreasing function of |i − j| (Pólya). */
export function positiveDefinite(count: number, size: number): Float32Array {
  return Float32Array.from({ length: count * size * size }, (_, index) => {
    const column = index % size;
    const row = Math.floor(index / size) % size;
    return 1 / (1 + Math.abs(row - column));
  });
}

export const PIXELS = 784;
export const CLASSES = 10;

/** Grey values of `count` made-up digits, three quarters of them black. */
export function digits(count: number): Uint8Array {
  return Uint8Array.from(uniforms(count * PIXELS, 7), (value) => (value > 0.5 ? Math.floor((value - 0.5) * 511) : 0));
}

export function labels(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => (index * 7) % CLASSES);
}

/** Two convolutions with kernels of 3 × 3 that keep the size, each before a relu and a maximum over 2 × 2, and a dense layer. */
export const CNN = { side: 28, kernel: 3, filters: [16, 32], features: 7 * 7 * 32 } as const;

/** A gated recurrent layer that reads digits row by row, and a dense layer on its last state. */
export const GRU = { steps: 28, inputs: 28, units: 128 } as const;

/** Blocks of norm, causal attention, norm and two dense layers, after embeddings of tokens and positions, before a norm and a dense layer. */
export const TRANSFORMER = { layers: 2, heads: 4, units: 64, hidden: 256, context: 64, vocabulary: 65 } as const;

/** Sequences of `TRANSFORMER.context` tokens and what follows each, `[count, context]`. */
export function tokens(count: number): { readonly inputs: Uint32Array; readonly targets: Uint32Array } {
  const { context, vocabulary } = TRANSFORMER;
  const text = Uint32Array.from(uniforms(count * context + 1, 11), (value) => Math.floor(((value + 1) / 2) * vocabulary));
  return { inputs: text.slice(0, -1), targets: text.slice(1) };
}

/** Widths of the fully connected models from input to output, and whether a tanh follows each layer. */
export function layersOf(
  model: 'mlp' | 'autoencoder',
): readonly { readonly inputs: number; readonly outputs: number; readonly tanh: boolean }[] {
  const widths = model === 'mlp' ? [PIXELS, 256, 128, CLASSES] : [PIXELS, 1000, 500, 250, 30, 250, 500, 1000, PIXELS];
  const linear = model === 'mlp' ? [widths.length - 2] : [3, widths.length - 2];
  return widths.slice(1).map((outputs, index) => ({ inputs: widths[index]!, outputs, tanh: !linear.includes(index) }));
}

export const LEARNING_RATE = 1e-3;
