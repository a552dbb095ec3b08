import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { meanGradient } from '../nn/site-gradients.ts';
import type { Site } from '../nn/site.ts';
import { add, divide } from '../ops/binary.ts';
import { countRows } from '../ops/rows.ts';
import { affine } from '../ops/unary.ts';
import { averageInto } from './average-into.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { EmbeddingLayout, SideMatrix } from './factor-layout.ts';
import { accumulatePreactivationGradients } from './kronecker-factors.ts';
import type { PreconditionRoute } from './precondition.ts';
import type { RepresentationParts } from './representation.ts';
import { timesRight } from './sides.ts';

/**
 * A ⊗ G of an embedding: its inputs are one-hot, so A is diagonal and holds the frequency a of every token,
 * U = diag(a + πγ)⁻¹ ∇ (G + γ/π I)⁻¹. Since the shift of G is γ/π, that of A is γ² over it.
 */
export class EmbeddingBlock implements CurvatureBlock {
  readonly layout: EmbeddingLayout;
  /** Frequencies, `[vocabulary]`. */
  readonly entries: Variable;
  readonly #factors: Variable;
  readonly #strength: Variable;
  readonly #inverses: DampedInverses;

  constructor(layout: EmbeddingLayout, { state, factors, strength }: RepresentationParts, inverses: DampedInverses) {
    this.layout = layout;
    this.entries = state.variable(`${layout.slice.name} frequencies`, [layout.slice.shape[0]!]);
    this.#factors = factors;
    this.#strength = strength;
    this.#inverses = inverses;
  }

  updateInputs(graph: Graph, { input, weight }: Site, coefficients: Tensor): void {
    const sample = affine(countRows(input, weight.shape[0]!), 1 / input.shape[0]!);
    averageInto(graph.read(this.entries), sample, coefficients);
  }

  updateGradients(graph: Graph, signals: Signals, coefficients: Tensor): void {
    accumulatePreactivationGradients(graph, this.layout, this.#factors, signals, coefficients);
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const { slice, g } = this.layout;
    const inverseOf = (part: SideMatrix): Tensor => this.#inverses.read(graph, part);
    const damped = add(graph.read(this.entries), this.#shift(graph));
    return timesRight(g, inverseOf, divide(gradient, graph.reshape(damped, [slice.shape[0]!, 1])));
  }

  preconditionSignals(graph: Graph, { site, gradients }: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(site, gradients));
  }

  /** What damping adds to each frequency, `[1]`. */
  #shift(graph: Graph): Tensor {
    const strength = graph.read(this.#strength);
    const [first] = this.layout.g;
    return first === undefined ? strength : divide(strength, this.#inverses.readShift(graph, first));
  }
}
