import type { Graph } from '../graph/graph.ts';
import type { Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { meanGradient } from '../nn/site-gradients.ts';
import { tiedGradients } from '../nn/tied-signals.ts';
import { add, multiply } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { accumulateGram } from '../ops/gram.ts';
import { sum } from '../ops/reduce.ts';
import { countRows } from '../ops/rows.ts';
import { slice } from '../ops/slice.ts';
import { affine, square, squareRoot } from '../ops/unary.ts';
import type { CurvatureBlock, Signals } from './block.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { SideMatrix, TiedLayout } from './factor-layout.ts';
import { identityMatrix } from './identities.ts';
import type { PreconditionRoute } from './precondition.ts';
import type { RepresentationParts } from './representation.ts';
import { timesLeft, timesRight } from './sides.ts';

/** Keeps a block of zeros, as of gradients of zeros, from being divided by; `damping-shifts.wgsl` adds the same. */
const TRACE_FLOOR = 1e-12;

/**
 * The block of an embedding that is the output layer too. As for any weight with several uses their blocks add up, what goes on
 * between them left out: looked up it has diag(a) ⊗ D, a the frequencies of tokens and D the second moment of what comes back to the
 * rows; as output Γ ⊗ H, Γ the second moment of the scores' gradients and H that of the inputs. Of the sum it keeps both partial
 * traces, L = diag(a) tr D + Γ tr H and R = D tr a + H tr Γ, and F̂ = L ⊗ R / tr R is the one product that has them. They depend on
 * the two blocks alone, not on how each shares its scale between its factors, add up over samples, and give back a single use exactly.
 */
export class TiedBlock implements CurvatureBlock {
  readonly layout: TiedLayout;
  readonly entries = null;
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;
  /** tr R as of the last refresh, `[1]`. */
  readonly #trace: Variable;

  constructor(layout: TiedLayout, { state, factors }: RepresentationParts, inverses: DampedInverses) {
    this.layout = layout;
    this.#factors = factors;
    this.#inverses = inverses;
    this.#trace = state.variable(`${layout.slice.name} trace`, [1]);
  }

  updateInputs(): void {
    // The inputs of each use are weighed by the gradients of the same sample.
  }

  updateGradients(graph: Graph, { site, gradients }: Signals, coefficients: Tensor): void {
    const { terms, input: tokens } = site;
    const vocabulary = this.layout.slice.shape[0]!;
    const { rows, scores, transposed } = tiedGradients(site, gradients);
    const [lookedUp, scored] = [tokens.shape[0]!, transposed.input.shape[0]!];
    // Traces of terms · D, terms · Γ and R_o · H.
    const [ofRows, ofScores, ofInputs] = [rows, scores, transposed.input].map((x) => sum(square(x))) as [Tensor, Tensor, Tensor];
    // Gram(g √tr H) + Gram(√(a tr D)) = terms · L; tr a = 1.
    const frequencies = multiply(affine(countRows(tokens, vocabulary), 1 / lookedUp), ofRows);
    const diagonal = multiply(identityMatrix(graph, vocabulary), graph.reshape(squareRoot(frequencies), [vocabulary, 1]));
    const left = concatenate([multiply(scores, squareRoot(affine(ofInputs, 1 / scored))), diagonal], 0);
    const right = concatenate([rows, multiply(transposed.input, squareRoot(affine(ofScores, 1 / scored)))], 0);
    for (const [x, parts] of [[left, this.layout.a] as const, [right, this.layout.g] as const]) {
      for (const part of parts) {
        accumulateGram(slice(x, 1, part.start, part.size), coefficients, this.#factor(graph, part), { scale: 1 / terms });
      }
    }
  }

  renew(graph: Graph): void {
    const traces = this.layout.g.map((part) => sum(multiply(this.#factor(graph, part), identityMatrix(graph, part.size))));
    graph.store(affine(traces.reduce(add), 1, TRACE_FLOOR), graph.read(this.#trace));
  }

  route(): PreconditionRoute {
    return 'gradient';
  }

  /** U = (L + s_L I)⁻¹ ∇ (R + s_R I)⁻¹ tr R with s_L s_R = λ tr R. */
  preconditionGradient(graph: Graph, gradient: Tensor): Tensor {
    const inverseOf = (part: SideMatrix): Tensor => this.#inverses.read(graph, part);
    return multiply(timesRight(this.layout.g, inverseOf, timesLeft(this.layout.a, inverseOf, gradient)), graph.read(this.#trace));
  }

  preconditionSignals(graph: Graph, { site, gradients }: Signals): Tensor {
    return this.preconditionGradient(graph, meanGradient(site, gradients));
  }

  #factor(graph: Graph, { offset, size }: SideMatrix): Tensor {
    return graph.read(this.#factors, [size, size], offset);
  }
}
