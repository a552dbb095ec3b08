import { BlockDiagonal } from './block-diagonal.ts';
import { DampedInverses } from './damped-inverses.ts';
import { KroneckerBlock } from './kronecker-block.ts';
import type { RepresentationParts } from './representation.ts';

/** A ⊗ G by inverses of the factors, each with its share of the damping (Martens & Grosse 2015, §6.3). */
export class Factored extends BlockDiagonal {
  constructor(parts: RepresentationParts) {
    const inverses = new DampedInverses(parts.state, parts.layout, parts.inverses);
    super(parts, inverses, (layout) => new KroneckerBlock(layout, parts.factors, inverses));
  }
}
