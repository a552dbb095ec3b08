import { ShapeError } from '../runtime/errors.ts';

/**
 * How a weight that one case applies at many positions is approximated (Eschenhagen et al. 2023, arXiv:2311.00636, §3).
 * `expand`: positions as if they were cases of their own, as for convolutions in KFC (Grosse & Martens 2016, §3);
 * `reduce`: the mean input and the summed gradient of a case stand for all its positions.
 */
export type WeightSharing = 'expand' | 'reduce';

/**
 * How a recurrent weight is approximated by a chain in time, beyond `expand`: its gradient is a sum of w_t = Ψ w_{t−1} + ε over time
 * steps (Martens, Ba & Johnson 2018, §3.5).
 * `option-1` (§3.5.3): E[w_t w_{t−1}ᵀ] made symmetric, the sum as long as the sequence is; `option-2` (§3.5.4): Ψ as it is, the sum as if
 * the sequence had no ends.
 */
export type ChainModel = 'option-1' | 'option-2';

/**
 * How the Fisher of one weight `[inputs + 1, outputs]` is approximated.
 * `kronecker`: A ⊗ G (Martens & Grosse 2015, §3), either side cut into equal parts that ignore each other, so that
 * inverses cost the square of the number of parts less; the bias goes with the last input part. A of an embedding is
 * diagonal, the frequencies of its tokens; a channelwise weight has one small block for each channel in its place;
 * `diagonal`: its diagonal; `full`: the whole block, for small layers and as the truth to compare with.
 */
export type BlockStructure =
  | {
      readonly kind: 'kronecker';
      readonly inputParts: number;
      readonly outputParts: number;
      /** `expand` when absent. */
      readonly sharing?: WeightSharing | ChainModel;
    }
  | { readonly kind: 'diagonal' }
  | { readonly kind: 'full' };

/** One block A ⊗ G. */
export const WHOLE_KRONECKER: BlockStructure = { kind: 'kronecker', inputParts: 1, outputParts: 1 };

/** Parameters up to which a layer may have a full block: its matrix takes 16 MiB. */
export const FULL_BLOCK_LIMIT = 2_048;

/** Indices `[start, start + size)` of one side. */
export interface Part {
  readonly start: number;
  readonly size: number;
}

/** Cuts `size` indices into equal parts. @throws ShapeError when they do not divide. */
export function cut(name: string, size: number, parts: number): readonly Part[] {
  if (!(parts >= 1 && size % parts === 0)) {
    throw new ShapeError(`block ${name}: expected a number of parts that divides ${size}, got ${parts}; choose one of ${divisors(size)}`);
  }
  return Array.from({ length: parts }, (_, index) => ({ start: (index * size) / parts, size: size / parts }));
}

/** The numbers of parts that a side can be cut into, as text; the smallest sixteen. */
export function divisors(size: number): string {
  const all = Array.from({ length: size }, (_, index) => index + 1).filter((parts) => size % parts === 0);
  return all.slice(0, 16).join(', ');
}
