import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { TimeSeries } from '../nn/site.ts';
import { subtract } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { ChainBlock } from './chain-block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import type { RepresentationParts } from './representation.ts';
import { timesLeft, timesRight } from './sides.ts';

/**
 * Option 2 (Martens, Ba & Johnson 2018, §3.5.4): for T → ∞, F⁻¹ = (I − Ψᵀ)(A ⊗ G − Ψ (A ⊗ G) Ψᵀ)⁻¹(I − Ψ), whose middle is the inverse of
 * a difference of two Kronecker products, as between linked layers.
 */
export class EndlessChainBlock extends ChainBlock {
  /** Ψ_A and Ψ_G, as the factors of this block lie. */
  readonly psi: Variable;

  constructor(layout: KroneckerLayout, parts: RepresentationParts, inverses: DampedInverses, series: TimeSeries) {
    super(layout, parts, inverses, series);
    this.psi = parts.state.variable(`${layout.slice.name} psi`, [this.length]);
  }

  override preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const { a, g } = this.sides;
    const psiOf = (part: SideMatrix): Tensor => this.#psiOf(graph, part);
    const predicted = timesRight(g, psiOf, timesLeft(a, psiOf, gradient), { transposed: true });
    const solved = this.pencils.divideIn(graph, this.sides, subtract(gradient, predicted), graph.read(this.divisors));
    return subtract(solved, timesRight(g, psiOf, timesLeft(a, psiOf, solved, { transposed: true })));
  }

  /** Ψ = A₁L⁻ᵀL⁻¹, and L⁻¹ΨAΨᵀL⁻ᵀ = BBᵀ with B = L⁻¹A₁L⁻ᵀ. */
  protected override setTerm(graph: Graph, matrix: SideMatrix): void {
    const root = this.pencils.inverseRootOf(graph, matrix);
    const half = matmul(this.moments.read(graph, matrix), root, { transposeB: true });
    graph.store(matmul(half, root), this.#psiOf(graph, matrix));
    const whitened = matmul(root, half);
    this.pencils.setTerm(graph, matrix, matmul(whitened, whitened, { transposeB: true }));
  }

  protected override divide(graph: Graph, divisors: Tensor): void {
    graph.store(this.pencils.unexplained(graph, this.sides), divisors);
  }

  #psiOf(graph: Graph, { offset, size }: SideMatrix): Tensor {
    return graph.read(this.psi, [size, size], offset);
  }
}
