import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add, divide, multiply } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { broadcastTo } from '../ops/reduce.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { Eigenbases } from './eigenbases.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { accumulateInputs, accumulatePreactivationGradients } from './kronecker-factors.ts';
import { meanGradient } from './mean-gradient.ts';
import type { PreconditionRoute } from './precondition.ts';
import { timesLeft, timesRight } from './sides.ts';

/** What a block in its eigenbasis shares with all others. */
export interface EigenBlockParts {
  readonly factors: Variable;
  readonly bases: Eigenbases;
  /** λ + η, `[1]`. */
  readonly strength: Variable;
}

/**
 * A ⊗ G in the basis of its eigenvectors, where damping is exact: U = Q_A [(Q_Aᵀ ∇W̄ Q_G) ⊘ (d_A d_Gᵀ + λ)] Q_Gᵀ
 * (Grosse & Martens 2016, appendix; George et al. 2018, §3).
 */
export class EigenBlock implements CurvatureBlock {
  readonly layout: KroneckerLayout;
  readonly entries: Variable | null = null;
  readonly bases: Eigenbases;
  readonly #factors: Variable;
  readonly #strength: Variable;

  constructor(layout: KroneckerLayout, { factors, bases, strength }: EigenBlockParts) {
    this.layout = layout;
    this.bases = bases;
    this.#factors = factors;
    this.#strength = strength;
  }

  updateInputs(graph: Graph, input: Tensor, coefficients: Tensor): void {
    accumulateInputs(graph, this.layout, this.#factors, input, coefficients);
  }

  updateGradients(graph: Graph, { gradients }: Signals, coefficients: Tensor): void {
    accumulatePreactivationGradients(graph, this.layout, this.#factors, gradients, coefficients);
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const { a, g } = this.layout;
    const vectorsOf = (part: SideMatrix): Tensor => this.bases.vectorsOf(graph, part);
    const rotated = timesRight(g, vectorsOf, timesLeft(a, vectorsOf, gradient, { transposed: true }));
    const scaled = divide(rotated, add(this.spectrum(graph), graph.read(this.#strength)));
    return timesRight(g, vectorsOf, timesLeft(a, vectorsOf, scaled), { transposed: true });
  }

  preconditionSignals(graph: Graph, signals: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(signals));
  }

  /** What stands for the eigenvalues of the block, `[inputs + 1, outputs]`: d_A d_Gᵀ. */
  protected spectrum(graph: Graph): Tensor {
    const { a, g, slice } = this.layout;
    const [rows, outputs] = slice.shape as readonly [number, number];
    const side = (parts: readonly SideMatrix[]): Tensor =>
      concatenate(parts.map((part) => this.bases.valuesOf(graph, part)) as [Tensor, ...Tensor[]], 0);
    const ofInputs = graph.reshape(side(a), [rows, 1]);
    if (g.length === 0) return broadcastTo(ofInputs, [rows, outputs]);
    return multiply(ofInputs, graph.reshape(side(g), [1, outputs]));
  }
}
