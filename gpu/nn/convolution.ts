import type { PatchWindow } from '../ops/patch-shape.ts';
import { patches } from '../ops/patches.ts';
import { matmul } from '../ops/matmul.ts';
import { channelwise } from './channelwise.ts';
import type { Initialisation } from './initialise.ts';
import type { Layer } from './layer.ts';
import { onRows } from './rows.ts';

export interface ConvolutionOptions {
  readonly channels: number;
  readonly filters: number;
  /** Transposed convolutions are those of inputs with zeros between their pixels. */
  readonly window: PatchWindow;
  readonly initialisation: Initialisation;
}

/**
 * A convolution `[cases, height, width, channels]` → `[cases, …, filters]`: every patch meets one weight
 * `[kernel height · kernel width · channels + 1, filters]` (kernel rows slowest, channels fastest), as a dense layer's inputs do.
 */
export function convolution(name: string, { channels, filters, window, initialisation }: ConvolutionOptions): Layer {
  const inputs = window.kernel[0] * window.kernel[1] * channels;
  return {
    name,
    weights: [{ name, shape: [inputs + 1, filters], use: 'dense', initialisation }],
    apply: ([input], [weight], { register }) =>
      onRows(patches(input, window), (rows) => {
        const preactivation = matmul(rows, weight!, { homogeneous: true });
        register(0, rows, preactivation);
        return preactivation;
      }),
  };
}

/** A convolution of every channel by itself, with a weight `[kernel height · kernel width + 1, channels]`. */
export function depthwiseConvolution(name: string, { channels, window, initialisation }: Omit<ConvolutionOptions, 'filters'>): Layer {
  const taps = window.kernel[0] * window.kernel[1];
  return {
    name,
    weights: [{ name, shape: [taps + 1, channels], use: 'channelwise', initialisation }],
    apply: ([input], [weight], { register }) =>
      onRows(patches(input, window), (rows) => {
        const preactivation = channelwise(rows, weight!);
        register(0, rows, preactivation);
        return preactivation;
      }),
  };
}
