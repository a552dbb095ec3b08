import type { Representation } from '../../gpu/curvature/representation.ts';
import type { ChainModel, WeightSharing } from '../../gpu/curvature/structure.ts';
import type { BlockDescription, LayerDescription } from './events.ts';

/** What is told of a Kronecker block that is not inverted factor by factor. */
const REPRESENTATIONS: Readonly<Record<Representation, string>> = {
  factored: '',
  eigenbasis: ', eigenbasis',
  ekfac: ', EKFAC',
  tridiagonal: ', linked',
};

/** What stands for the rows that a case makes. */
const SHARINGS: Readonly<Record<WeightSharing | ChainModel, (rows: number) => string>> = {
  expand: (rows) => `expanded over ${rows} positions`,
  reduce: (rows) => `reduced over ${rows} positions`,
  'option-1': (rows) => `option 1 over ${rows} time steps`,
  'option-2': (rows) => `option 2 over ${rows} time steps`,
};

/** The block that a spec means when it says nothing. */
export const ORDINARY_BLOCK = 'A ⊗ G';

export type NamedBlock = Pick<BlockDescription, 'structure' | 'representation' | 'forwardOnly'>;
/** What of a weight decides how its block is called. */
export type BlockedWeight = Pick<LayerDescription, 'use' | 'rows' | 'batchNormAfter'>;

/** A block in a few words: `A ⊗ G in 4 × 1 parts`, `A ⊗ G, expanded over 196 positions`, `frequencies ⊗ G`, `diagonal`. */
export function nameBlock(block: NamedBlock, { use, rows }: Pick<BlockedWeight, 'use' | 'rows'>): string {
  const { structure, representation, forwardOnly } = block;
  switch (structure.kind) {
    case 'diagonal':
      return 'diagonal';
    case 'full':
      return 'full';
    case 'kronecker': {
      const { inputParts, outputParts, sharing } = structure;
      const g = forwardOnly ? 'I' : 'G';
      switch (use) {
        case 'dense': {
          const cuts = inParts(forwardOnly ? [inputParts] : [inputParts, outputParts]);
          const shared = rows === 1 ? '' : `, ${SHARINGS[sharing ?? 'expand'](rows)}`;
          return `A ⊗ ${g}${cuts}${REPRESENTATIONS[representation]}${shared}`;
        }
        case 'embedding':
          return `frequencies ⊗ ${g}${forwardOnly ? '' : inParts([outputParts])}`;
        case 'tied-embedding':
          return `A ⊗ G of both uses${inParts([inputParts, outputParts])}`;
        case 'channelwise':
          return 'a block a channel';
      }
    }
  }
}

function inParts(parts: readonly number[]): string {
  return parts.every((count) => count === 1) ? '' : ` in ${parts.join(' × ')} parts`;
}
