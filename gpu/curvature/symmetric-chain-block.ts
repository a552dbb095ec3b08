import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { transpose } from '../ops/transpose.ts';
import { affine } from '../ops/unary.ts';
import { ChainBlock } from './chain-block.ts';
import { chainSums } from './chain-sums.ts';
import type { SideMatrix } from './factor-layout.ts';

/**
 * Option 1 (Martens, Ba & Johnson 2018, §3.5.3): A₁ and G₁ are made symmetric, so that K_A and K_G diagonalise every V_d and
 * U = K_A [(K_Aᵀ ∇W̄ K_G) ⊘ (η(ψ_A ψ_Gᵀ) / T)] K_Gᵀ.
 */
export class SymmetricChainBlock extends ChainBlock {
  override preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    return this.pencils.divideIn(graph, this.sides, gradient, graph.read(this.divisors));
  }

  protected override setTerm(graph: Graph, matrix: SideMatrix): void {
    const root = this.pencils.inverseRootOf(graph, matrix);
    const term = matmul(matmul(root, this.moments.read(graph, matrix)), root, { transposeB: true });
    this.pencils.setTerm(graph, matrix, affine(add(term, transpose(term)), 0.5));
  }

  protected override divide(graph: Graph, divisors: Tensor): void {
    const { a, g } = this.sides;
    chainSums(this.pencils.spectrumOf(graph, a), this.pencils.spectrumOf(graph, g), this.series.steps, divisors);
  }
}
