import type { BlockStructure } from '../../gpu/curvature/structure.ts';
import type { BlockDescription } from './events.ts';

/** Whether a structure is one block A ⊗ G without cuts. */
export function isWhole(structure: BlockStructure): boolean {
  return structure.kind === 'kronecker' && structure.inputParts === 1 && structure.outputParts === 1;
}

/** A block in a few words: `A ⊗ G in 4 × 1 parts`, `diagonal`. */
export function nameBlock({ structure, forwardOnly }: Pick<BlockDescription, 'structure' | 'forwardOnly'>): string {
  switch (structure.kind) {
    case 'diagonal':
      return 'diagonal';
    case 'full':
      return 'full';
    case 'kronecker': {
      const { inputParts, outputParts } = structure;
      if (forwardOnly) return inputParts === 1 ? 'A ⊗ I' : `A ⊗ I in ${inputParts} parts`;
      return isWhole(structure) ? 'A ⊗ G' : `A ⊗ G in ${inputParts} × ${outputParts} parts`;
    }
  }
}
