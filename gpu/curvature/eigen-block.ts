import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { add, divide, multiply } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { matmul } from '../ops/matmul.ts';
import { broadcastTo } from '../ops/reduce.ts';
import { square } from '../ops/unary.ts';
import { averageInto } from './average-into.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { Eigenbases } from './eigenbases.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { accumulateInputs, accumulatePreactivationGradients } from './kronecker-factors.ts';
import { meanGradient } from './mean-gradient.ts';
import type { PreconditionRoute } from './precondition.ts';
import { homogeneousTimesRight, timesLeft, timesRight } from './sides.ts';

/** What a block in its eigenbasis shares with all others. */
export interface EigenBlockParts {
  readonly factors: Variable;
  readonly bases: Eigenbases;
  /** λ + η, `[1]`. */
  readonly strength: Variable;
}

/**
 * A ⊗ G in the basis of its eigenvectors, where damping is exact: U = Q_A [(Q_Aᵀ ∇W̄ Q_G) ⊘ (d_A d_Gᵀ + λ)] Q_Gᵀ
 * (Grosse & Martens 2016, appendix; George et al. 2018, §3). `corrected` puts second moments of gradients in that basis in
 * place of d_A d_Gᵀ: EKFAC (George et al. 2018, §4).
 */
export class EigenBlock implements CurvatureBlock {
  readonly layout: KroneckerLayout;
  /** S, `[inputs + 1, outputs]`: second moments along pairs of eigenvectors; null where d_A d_Gᵀ stands for them. */
  readonly scalings: Variable | null;
  readonly #parts: EigenBlockParts;

  constructor(state: State, layout: KroneckerLayout, parts: EigenBlockParts, corrected: boolean) {
    this.layout = layout;
    this.#parts = parts;
    this.scalings = corrected ? state.variable(`${layout.slice.name} scalings`, layout.slice.shape) : null;
  }

  updateInputs(graph: Graph, input: Tensor, coefficients: Tensor): void {
    accumulateInputs(graph, this.layout, this.#parts.factors, input, coefficients);
  }

  updateGradients(graph: Graph, { gradients }: Signals, coefficients: Tensor): void {
    accumulatePreactivationGradients(graph, this.layout, this.#parts.factors, gradients, coefficients);
  }

  /** Moves S by the squares of gradients seen in the basis as it is. */
  updateScalings(graph: Graph, { input, gradients }: Signals, coefficients: Tensor): void {
    if (this.scalings === null) return;
    const vectorsOf = this.#vectorsOf(graph);
    const inputs = square(homogeneousTimesRight(this.layout.a, vectorsOf, input));
    const outputs = square(timesRight(this.layout.g, vectorsOf, gradients));
    averageInto(graph.read(this.scalings), matmul(inputs, outputs, { transposeA: true, scale: 1 / input.shape[0]! }), coefficients);
  }

  /** Starts S anew from d_A d_Gᵀ, in a basis that has just been solved for. */
  resetScalings(graph: Graph): void {
    if (this.scalings !== null) graph.store(this.#products(graph), graph.read(this.scalings));
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const { a, g } = this.layout;
    const vectorsOf = this.#vectorsOf(graph);
    const rotated = timesRight(g, vectorsOf, timesLeft(a, vectorsOf, gradient, { transposed: true }));
    const curvature = this.scalings === null ? this.#products(graph) : graph.read(this.scalings);
    const scaled = divide(rotated, add(curvature, graph.read(this.#parts.strength)));
    return timesRight(g, vectorsOf, timesLeft(a, vectorsOf, scaled), { transposed: true });
  }

  preconditionSignals(graph: Graph, signals: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(signals));
  }

  /** d_A d_Gᵀ, `[inputs + 1, outputs]`. */
  #products(graph: Graph): Tensor {
    const { a, g, slice } = this.layout;
    const [rows, outputs] = slice.shape as readonly [number, number];
    const side = (parts: readonly SideMatrix[]): Tensor =>
      concatenate(parts.map((part) => this.#parts.bases.valuesOf(graph, part)) as [Tensor, ...Tensor[]], 0);
    const ofInputs = graph.reshape(side(a), [rows, 1]);
    if (g.length === 0) return broadcastTo(ofInputs, [rows, outputs]);
    return multiply(ofInputs, graph.reshape(side(g), [1, outputs]));
  }

  #vectorsOf(graph: Graph): (part: SideMatrix) => Tensor {
    return (part) => this.#parts.bases.vectorsOf(graph, part);
  }
}
