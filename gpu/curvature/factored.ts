import type { Graph } from '../graph/graph.ts';
import { BlockDiagonal } from './block-diagonal.ts';
import { ChainBlock } from './chain-block.ts';
import { DampedInverses, type RefreshInputs } from './damped-inverses.ts';
import { EndlessChainBlock } from './endless-chain-block.ts';
import type { KroneckerLayout } from './factor-layout.ts';
import { KroneckerBlock } from './kronecker-block.ts';
import type { RefreshShare } from './refresh-schedule.ts';
import type { RepresentationParts } from './representation.ts';
import { SymmetricChainBlock } from './symmetric-chain-block.ts';

/** A ⊗ G by inverses of the factors, each with its share of the damping (Martens & Grosse 2015, §6.3), or a chain of them in time. */
export class Factored extends BlockDiagonal {
  constructor(parts: RepresentationParts) {
    const inverses = new DampedInverses(parts.state, parts.layout, parts.inverses);
    super(parts, inverses, (layout) => blockOf(layout, parts, inverses));
  }

  override refresh(graph: Graph, inputs: RefreshInputs, share: RefreshShare): void {
    super.refresh(graph, inputs, share);
    for (const block of this.blocks) if (block instanceof ChainBlock && share.blocks.includes(block.layout)) block.refresh(graph);
  }
}

function blockOf(layout: KroneckerLayout, parts: RepresentationParts, inverses: DampedInverses): KroneckerBlock {
  const { chain } = layout;
  switch (chain?.model) {
    case undefined:
      return new KroneckerBlock(layout, parts.factors, inverses);
    case 'option-1':
      return new SymmetricChainBlock(layout, parts, inverses, chain.series);
    case 'option-2':
      return new EndlessChainBlock(layout, parts, inverses, chain.series);
  }
}
