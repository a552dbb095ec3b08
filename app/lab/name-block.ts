import type { Representation } from '../../gpu/curvature/representation.ts';
import type { BlockDescription } from './events.ts';

/** What is told of a Kronecker block that is not inverted factor by factor. */
const REPRESENTATIONS: Readonly<Record<Representation, string>> = {
  factored: '',
  eigenbasis: ', eigenbasis',
  ekfac: ', EKFAC',
  tridiagonal: ', linked',
};

/** The block that a spec means when it says nothing. */
export const ORDINARY_BLOCK = 'A ⊗ G';

/** A block in a few words: `A ⊗ G in 4 × 1 parts`, `diagonal`. */
export function nameBlock(block: Pick<BlockDescription, 'structure' | 'representation' | 'forwardOnly'>): string {
  const { structure, representation, forwardOnly } = block;
  switch (structure.kind) {
    case 'diagonal':
      return 'diagonal';
    case 'full':
      return 'full';
    case 'kronecker': {
      const { inputParts, outputParts } = structure;
      const parts = forwardOnly ? [inputParts] : [inputParts, outputParts];
      const cuts = parts.every((count) => count === 1) ? '' : ` in ${parts.join(' × ')} parts`;
      return `${forwardOnly ? 'A ⊗ I' : ORDINARY_BLOCK}${cuts}${REPRESENTATIONS[representation]}`;
    }
  }
}
