import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { matmul } from '../ops/matmul.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { accumulateInputs, accumulatePreactivationGradients } from './kronecker-factors.ts';
import { preconditionRoute, type PreconditionProblem, type PreconditionRoute } from './precondition.ts';
import { homogeneousTimesRight, timesLeft, timesRight } from './sides.ts';

/**
 * F ≈ A ⊗ G with A = mean of ā āᵀ and G = mean of g gᵀ (Martens & Grosse 2015, §3), U = A⁻¹ ∇W̄ G⁻¹; each side may be a
 * diagonal of parts, and G the identity.
 */
export class KroneckerBlock implements CurvatureBlock {
  readonly layout: KroneckerLayout;
  readonly entries = null;
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;

  constructor(layout: KroneckerLayout, factors: Variable, inverses: DampedInverses) {
    this.layout = layout;
    this.#factors = factors;
    this.#inverses = inverses;
  }

  updateInputs(graph: Graph, input: Tensor, coefficients: Tensor): void {
    accumulateInputs(graph, this.layout, this.#factors, input, coefficients);
  }

  updateGradients(graph: Graph, { gradients }: Signals, coefficients: Tensor): void {
    accumulatePreactivationGradients(graph, this.layout, this.#factors, gradients, coefficients);
  }

  route(problem: PreconditionProblem): PreconditionRoute {
    return preconditionRoute(problem, this.layout);
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const inverseOf = (part: SideMatrix): Tensor => this.#inverses.read(graph, part);
    return timesRight(this.layout.g, inverseOf, timesLeft(this.layout.a, inverseOf, gradient));
  }

  /** U = (Ā A⁻¹)ᵀ (g G⁻¹) / N. */
  preconditionSignals(graph: Graph, { input, gradients }: Signals): Tensor {
    const inverseOf = (part: SideMatrix): Tensor => this.#inverses.read(graph, part);
    const inputs = homogeneousTimesRight(this.layout.a, inverseOf, input);
    return matmul(inputs, timesRight(this.layout.g, inverseOf, gradients), { transposeA: true, scale: 1 / input.shape[0]! });
  }
}
