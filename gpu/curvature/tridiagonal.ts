import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import { meanGradient } from '../nn/site-gradients.ts';
import type { Site } from '../nn/site.ts';
import { ShapeError } from '../runtime/errors.ts';
import type { GradientSource } from './block.ts';
import type { RefreshInputs } from './damped-inverses.ts';
import type { BlockLayout, KroneckerLayout } from './factor-layout.ts';
import { Factored } from './factored.ts';
import { Links } from './links.ts';
import type { PreconditionRoute } from './precondition.ts';
import type { RefreshShare } from './refresh-schedule.ts';
import type { RepresentationParts } from './representation.ts';

/** Factored blocks, and links between neighbouring layers (Martens & Grosse 2015, §4.3). */
export class Tridiagonal extends Factored {
  override readonly links: Links;

  /** @throws ShapeError for a block that cannot be linked to others. */
  constructor(parts: RepresentationParts) {
    super(parts);
    this.links = new Links(parts.state, parts.layout.blocks.map(wholeKronecker), parts.factors, this.inverses);
  }

  override updateInputs(graph: Graph, sites: readonly Site[], coefficients: Tensor): void {
    super.updateInputs(graph, sites, coefficients);
    this.links.updateInputs(graph, sites, coefficients);
  }

  override updateGradients(graph: Graph, sites: readonly Site[], gradients: readonly Tensor[], coefficients: Tensor): void {
    super.updateGradients(graph, sites, gradients, coefficients);
    this.links.updateGradients(graph, gradients, coefficients);
  }

  override refresh(graph: Graph, inputs: RefreshInputs, share: RefreshShare): void {
    super.refresh(graph, inputs, share);
    this.links.refresh(graph);
  }

  override route(): PreconditionRoute {
    return 'gradient';
  }

  override precondition(graph: Graph, sources: readonly GradientSource[]): readonly Tensor[] {
    return this.links.precondition(graph, sources.map(gradientOf));
  }
}

function gradientOf(source: GradientSource): Tensor {
  return source.route === 'gradient' ? source.gradient : meanGradient(source.signals.site, source.signals.gradients);
}

/** @throws ShapeError for a block that cannot be linked to others. */
function wholeKronecker(layout: BlockLayout): KroneckerLayout {
  if (layout.kind === 'kronecker' && layout.a.length === 1 && layout.g.length === 1) return layout;
  throw new ShapeError(
    `block ${layout.slice.name}: expected a whole Kronecker block with an estimated G beside the tridiagonal representation, got another; choose "factored"`,
  );
}
