import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { concatenate } from '../ops/concatenate.ts';
import { accumulateGram } from '../ops/gram.ts';
import { matmul } from '../ops/matmul.ts';
import { slice } from '../ops/slice.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { BlockLayout, SideMatrix } from './factor-layout.ts';
import { preconditionRoute, type PreconditionProblem, type PreconditionRoute } from './precondition.ts';

type KroneckerLayout = Extract<BlockLayout, { kind: 'kronecker' }>;

/**
 * F ≈ A ⊗ G with A = mean of ā āᵀ and G = mean of g gᵀ (Martens & Grosse 2015, §3), U = A⁻¹ ∇W̄ G⁻¹; each side may be a
 * diagonal of parts, and G the identity.
 */
export class KroneckerBlock implements CurvatureBlock {
  readonly layout: KroneckerLayout;
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;

  constructor(layout: KroneckerLayout, factors: Variable, inverses: DampedInverses) {
    this.layout = layout;
    this.#factors = factors;
    this.#inverses = inverses;
  }

  updateInputs(graph: Graph, input: Tensor, coefficients: Tensor): void {
    const scale = 1 / input.shape[0]!;
    for (const matrix of this.layout.a) {
      const part = this.#inputPart(input, matrix);
      accumulateGram(part, coefficients, this.#factor(graph, matrix), { homogeneous: matrix === this.layout.a.at(-1), scale });
    }
  }

  updateGradients(graph: Graph, { gradients }: Signals, coefficients: Tensor): void {
    const scale = 1 / gradients.shape[0]!;
    for (const matrix of this.layout.g) {
      accumulateGram(slice(gradients, 1, matrix.start, matrix.size), coefficients, this.#factor(graph, matrix), { scale });
    }
  }

  route(problem: PreconditionProblem): PreconditionRoute {
    return preconditionRoute(problem, this.layout);
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const { a, g } = this.layout;
    const left = a.map((matrix) => matmul(this.#inverses.read(graph, matrix), slice(gradient, 0, matrix.start, matrix.size)));
    return this.#timesG(graph, joined(left, 0), g);
  }

  /** U = (Ā A⁻¹)ᵀ (g G⁻¹) / N. */
  preconditionSignals(graph: Graph, { input, gradients }: Signals): Tensor {
    const { a, g } = this.layout;
    const inputs = a.map((matrix) =>
      matmul(this.#inputPart(input, matrix), this.#inverses.read(graph, matrix), { homogeneous: matrix === a.at(-1) }),
    );
    return matmul(joined(inputs, 1), this.#timesG(graph, gradients, g), { transposeA: true, scale: 1 / input.shape[0]! });
  }

  #timesG(graph: Graph, x: Tensor, g: readonly SideMatrix[]): Tensor {
    if (g.length === 0) return x;
    return joined(
      g.map((matrix) => matmul(slice(x, 1, matrix.start, matrix.size), this.#inverses.read(graph, matrix))),
      1,
    );
  }

  /** The stored columns of a part; the last one's matrix also has the homogeneous coordinate. */
  #inputPart(input: Tensor, { start, size }: SideMatrix): Tensor {
    return slice(input, 1, start, Math.min(size, input.shape[1]! - start));
  }

  #factor(graph: Graph, { offset, size }: SideMatrix): Tensor {
    return graph.read(this.#factors, [size, size], offset);
  }
}

function joined(parts: readonly Tensor[], axis: number): Tensor {
  return concatenate(parts as unknown as readonly [Tensor, ...Tensor[]], axis);
}
