import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Site } from '../nn/site.ts';
import type { CurvatureBlock, GradientSource } from './block.ts';
import type { DampedInverses, RefreshInputs } from './damped-inverses.ts';
import { ChannelsBlock } from './channels-block.ts';
import { DiagonalBlock } from './diagonal-block.ts';
import { EmbeddingBlock } from './embedding-block.ts';
import type { BlockLayout, KroneckerLayout } from './factor-layout.ts';
import { FullBlock } from './full-block.ts';
import type { Links } from './links.ts';
import type { Sample } from './moving-average.ts';
import type { PreconditionProblem, PreconditionRoute } from './precondition.ts';
import type { RefreshShare } from './refresh-schedule.ts';
import type { DerivedMatrices, ModelBlocks, RepresentationParts } from './representation.ts';
import { TiedBlock } from './tied-block.ts';

/** Blocks that know nothing of each other; how a Kronecker block is kept is for a representation to say. */
export abstract class BlockDiagonal implements ModelBlocks {
  readonly blocks: readonly CurvatureBlock[];
  readonly inverses: DampedInverses;
  readonly links: Links | null = null;

  constructor(parts: RepresentationParts, inverses: DampedInverses, kroneckerBlock: (layout: KroneckerLayout) => CurvatureBlock) {
    this.inverses = inverses;
    this.blocks = parts.layout.blocks.map((layout) => blockOf(layout, parts, inverses, kroneckerBlock));
  }

  get status(): Variable {
    return this.inverses.status;
  }

  get derived(): readonly DerivedMatrices[] {
    return this.inverses.matrices.length > 0 ? [{ kind: 'inverse', variable: this.inverses.inverses }] : [];
  }

  advance(_graph: Graph, _sample: Omit<Sample, 'isLast'>): void {
    // All averages move at the pace of the factors.
  }

  updateInputs(graph: Graph, sites: readonly Site[], coefficients: Tensor): void {
    for (const [index, site] of sites.entries()) this.blocks[index]!.updateInputs(graph, site, coefficients);
  }

  updateGradients(graph: Graph, sites: readonly Site[], gradients: readonly Tensor[], coefficients: Tensor): void {
    for (const [index, site] of sites.entries()) {
      this.blocks[index]!.updateGradients(graph, { site, gradients: gradients[index]! }, coefficients);
    }
  }

  solveBases(_graph: Graph): void {
    // There are none.
  }

  turnBases(_graph: Graph): void {
    // There are none.
  }

  refresh(graph: Graph, inputs: RefreshInputs, share: RefreshShare): void {
    this.inverses.refresh(graph, inputs, share);
    for (const block of this.blocks) if (share.blocks.includes(block.layout)) block.renew?.(graph);
  }

  route(index: number, problem: PreconditionProblem): PreconditionRoute {
    return this.blocks[index]!.route(problem);
  }

  precondition(graph: Graph, sources: readonly GradientSource[]): readonly Tensor[] {
    return this.blocks.map((block, index) => {
      const source = sources[index]!;
      return source.route === 'gradient'
        ? block.preconditionGradient(graph, source.gradient)
        : block.preconditionSignals(graph, source.signals);
    });
  }
}

function blockOf(
  layout: BlockLayout,
  parts: RepresentationParts,
  inverses: DampedInverses,
  kroneckerBlock: (layout: KroneckerLayout) => CurvatureBlock,
): CurvatureBlock {
  const { state, factors, strength } = parts;
  switch (layout.kind) {
    case 'kronecker':
      return kroneckerBlock(layout);
    case 'embedding':
      return new EmbeddingBlock(layout, parts, inverses);
    case 'tied':
      return new TiedBlock(layout, parts, inverses);
    case 'channels':
      return new ChannelsBlock(layout, factors, inverses);
    case 'full':
      return new FullBlock(layout, factors, inverses);
    case 'diagonal':
      return new DiagonalBlock(state, layout, strength);
  }
}
