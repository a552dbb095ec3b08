import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { spdInverseKernels, type MatrixSlot } from '../linalg/spd-inverse-kernels.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import type { Site } from '../nn/site.ts';
import { accumulateGram } from '../ops/gram.ts';
import { matmul } from '../ops/matmul.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import { factorSlots, identities, layoutFactors, type FactorLayout } from './factor-layout.ts';
import { MovingAverage } from './moving-average.ts';

/**
 * The block-diagonal Kronecker approximation of the Fisher, one block A ⊗ G for each weight (Martens & Grosse 2015,
 * §3 and §4.2): moving averages of the factors, their damped inverses, and the preconditioned gradient.
 */
export class KroneckerCurvature {
  readonly layout: FactorLayout;
  /** Flat averages of all factors. */
  readonly factors: Variable;
  /** Flat inverses of the damped factors, identities at first; a factor that cannot be inverted keeps its last good inverse. */
  readonly inverses: Variable;
  /** `[2 · blocks]` what damping adds to the diagonals of A₁, G₁, A₂, … */
  readonly shifts: Variable;
  /** `[2 · blocks]` 0, or 1 + the row of the pivot at which the last inversion failed. */
  readonly status: Variable;
  readonly #average: MovingAverage;

  constructor(state: State, parameters: ParameterLayout, decay: number) {
    this.layout = layoutFactors(parameters);
    const count = 2 * this.layout.pairs.length;
    this.factors = state.variable('factors', [this.layout.size]);
    this.inverses = state.variable('inverses', [this.layout.size], identities(this.layout));
    this.shifts = state.variable('damping shifts', [count]);
    this.status = state.variable('inversion status', [count], 'u32');
    this.#average = new MovingAverage(state, decay);
  }

  /**
   * Moves the averages towards this batch: A by the inputs of the sites, G by each set of preactivation gradients.
   * Both are means over the batch, so gradients must be those of single cases.
   */
  update(graph: Graph, sites: readonly Site[], gradientSets: Iterable<readonly Tensor[]>): void {
    const { first, further } = this.#average.advance(graph);
    const scale = 1 / sites[0]!.input.shape[0]!;
    for (const [index, site] of sites.entries()) {
      accumulateGram(site.input, first, this.#matrix(graph, this.factors, this.layout.pairs[index]!.a), { homogeneous: true, scale });
    }
    let coefficients = first;
    for (const gradients of gradientSets) {
      for (const [index, gradient] of gradients.entries()) {
        accumulateGram(gradient, coefficients, this.#matrix(graph, this.factors, this.layout.pairs[index]!.g), { scale });
      }
      coefficients = further;
    }
  }

  /**
   * Inverts A + πγI and G + (γ/π)I with γ = √(λ + η) and π = √[(tr A / dim A) / (tr G / dim G)] (§6.3).
   * @param lambda f32 `[1]`, read on the GPU.
   */
  refresh(graph: Graph, lambda: Tensor, weightDecay: number): void {
    const table = new Uint32Array(factorSlots(this.layout).flatMap(({ offset, size }) => [offset, size]));
    const factors = graph.read(this.factors);
    const shifts = graph.read(this.shifts);
    graph.effect({
      name: 'damping shifts',
      reads: [factors, lambda],
      updates: [shifts],
      lower: (context) => [
        {
          shader: 'curvature/damping-shifts.wgsl',
          overrides: { WEIGHT_DECAY: weightDecay },
          bindings: [read(factors), read(context.constant(table, 'factor table')), read(lambda), readWrite(shifts)],
          workgroups: [this.layout.pairs.length, 1, 1],
        },
      ],
    });
    const inverses = graph.read(this.inverses);
    const status = graph.read(this.status);
    graph.effect({
      name: 'factor inverses',
      reads: [factors, shifts],
      updates: [inverses, status],
      lower: (context) =>
        spdInverseKernels(context, { matrices: factorSlots(this.layout) }, { matrices: factors, shifts, inverses, status }),
    });
  }

  /** U = A⁻¹ ∇W̄ G⁻¹ for the gradient `[inputs + 1, outputs]` of one weight. */
  preconditionGradient(graph: Graph, block: number, gradient: Tensor): Tensor {
    const { a, g } = this.#inverses(graph, block);
    return matmul(matmul(a, gradient), g);
  }

  /**
   * The same from what the mean gradient is made of: U = (Ā A⁻¹)ᵀ (g G⁻¹) / N.
   * @param input `[batch, inputs]`; @param gradients preactivation gradients `[batch, outputs]` of single cases.
   */
  preconditionSignals(graph: Graph, block: number, input: Tensor, gradients: Tensor): Tensor {
    const { a, g } = this.#inverses(graph, block);
    const inputs = matmul(input, a, { homogeneous: true });
    return matmul(inputs, matmul(gradients, g), { transposeA: true, scale: 1 / input.shape[0]! });
  }

  #inverses(graph: Graph, block: number): { readonly a: Tensor; readonly g: Tensor } {
    const { a, g } = this.layout.pairs[block]!;
    return { a: this.#matrix(graph, this.inverses, a), g: this.#matrix(graph, this.inverses, g) };
  }

  #matrix(graph: Graph, variable: Variable, slot: MatrixSlot): Tensor {
    return graph.read(variable, [slot.size, slot.size], slot.offset);
  }
}
