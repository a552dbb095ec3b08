import { Ekfac } from './ekfac.ts';
import { Factored } from './factored.ts';
import { InEigenbasis } from './in-eigenbasis.ts';
import type { ModelBlocks, Representation, RepresentationParts } from './representation.ts';
import { Tridiagonal } from './tridiagonal.ts';

/**
 * The blocks of a model in the representation of that name.
 * @throws ShapeError for a block that cannot be linked to others, when it is tridiagonal.
 */
export function represent(representation: Representation, parts: RepresentationParts): ModelBlocks {
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
