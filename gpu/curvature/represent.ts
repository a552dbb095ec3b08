import { Ekfac } from './ekfac.ts';
import type { FactorLayout } from './factor-layout.ts';
import { Factored } from './factored.ts';
import { InEigenbasis } from './in-eigenbasis.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { ModelBlocks, Representation, RepresentationParts } from './representation.ts';
import { Tridiagonal } from './tridiagonal.ts';

/**
 * The blocks of a model in the representation of that name.
 * @throws ShapeError for a block that cannot be linked to others, when it is tridiagonal, and for a chain in time that is not
 * factored.
 */
export function represent(representation: Representation, parts: RepresentationParts): ModelBlocks {
  if (representation !== 'factored') checkChains(representation, parts.layout);
  switch (representation) {
    case 'factored':
      return new Factored(parts);
    case 'eigenbasis':
      return new InEigenbasis(parts);
    case 'ekfac':
      return new Ekfac(parts);
    case 'tridiagonal':
      return new Tridiagonal(parts);
  }
}

function checkChains(representation: Representation, { blocks }: FactorLayout): void {
  for (const block of blocks) {
    if (block.kind !== 'kronecker' || block.chain === null) continue;
    throw new ShapeError(
      `block ${block.slice.name}: expected the representation "factored" beside "${block.chain.model}", got "${representation}"; choose it or share by "expand"`,
    );
  }
}
