import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Site } from '../nn/site.ts';
import { subtract } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { ShapeError } from '../runtime/errors.ts';
import { averageInto } from './average-into.ts';
import { crossMoment, homogeneousCrossMoment } from './cross-moment.ts';
import type { DampedInverses } from './damped-inverses.ts';
import type { Eigenbases } from './eigenbases.ts';
import type { KroneckerLayout, SideMatrix } from './factor-layout.ts';
import { Pencils } from './pencils.ts';
import { isPlain } from './shared-rows.ts';

/** The factors of one layer, each whole. */
interface Layer {
  readonly name: string;
  readonly a: SideMatrix;
  readonly g: SideMatrix;
}

/** What links a layer to the one above it. */
export interface Link {
  readonly below: Layer;
  readonly above: Layer;
  /** Averages of āᵢ āᵢ₊₁ᵀ and gᵢ gᵢ₊₁ᵀ. */
  readonly crossA: Variable;
  readonly crossG: Variable;
  /** Ψ = F_{i,i+1} F_{i+1,i+1}⁻¹ = Ψ_A ⊗ Ψ_G. */
  readonly psiA: Variable;
  readonly psiG: Variable;
}

/**
 * The block-tridiagonal inverse F̂⁻¹ = Ξᵀ Λ Ξ (Martens & Grosse 2015, §4.3 and appendix B): Ξ subtracts from the gradient
 * of every layer what that of the layer above predicts, Λ applies the inverse of what is left uncertain,
 * Σ = A ⊗ G − Ψ_A A₊ Ψ_Aᵀ ⊗ Ψ_G G₊ Ψ_Gᵀ, by the pencils of both terms. Diagonal blocks are damped as they are without links.
 */
export class Links {
  readonly #layers: readonly Layer[];
  readonly #links: readonly Link[];
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;
  /** Of the factors that have a layer above, which come first among all, and what that explains of them. */
  readonly #pencils: Pencils;

  /** @param layouts of all layers from the first to the last, each with one A and one G. */
  constructor(state: State, layouts: readonly KroneckerLayout[], factors: Variable, inverses: DampedInverses) {
    this.#factors = factors;
    this.#inverses = inverses;
    this.#layers = layouts.map(({ slice, a, g }) => ({ name: slice.name, a: a[0]!, g: g[0]! }));
    this.#links = this.#layers.slice(1).map((above, index) => linkOf(state, this.#layers[index]!, above));
    const linked = this.#links.flatMap(({ below }) => [below.a, below.g]);
    this.#pencils = new Pencils(state, linked, linked.length === 0 ? 0 : this.#layers.at(-1)!.a.offset, 'tridiagonal');
  }

  /** What links a layer, counted from 0, to the one above it; null for the last. */
  above(layer: number): Link | null {
    return this.#links[layer] ?? null;
  }

  /** Of each factor below a link: what the layer above explains of it, damped; eigenvalues 0 (nothing) to 1. */
  get explained(): Eigenbases {
    return this.#pencils.bases;
  }

  /** Moves the averages of products of inputs of neighbouring layers. */
  updateInputs(graph: Graph, sites: readonly Site[], coefficients: Tensor): void {
    for (const site of sites) checkPlain(site);
    for (const [index, { crossA }] of this.#links.entries()) {
      const [below, above] = [sites[index]!.input, sites[index + 1]!.input];
      averageInto(graph.read(crossA), homogeneousCrossMoment(below, above, 1 / below.shape[0]!), coefficients);
    }
  }

  /** Moves the averages of products of preactivation gradients of neighbouring layers, one set. */
  updateGradients(graph: Graph, gradients: readonly Tensor[], coefficients: Tensor): void {
    for (const [index, { crossG }] of this.#links.entries()) {
      const [below, above] = [gradients[index]!, gradients[index + 1]!];
      averageInto(graph.read(crossG), crossMoment(below, above, 1 / below.shape[0]!), coefficients);
    }
  }

  /** Renews Ψ and K after the damped inverses of the factors. */
  refresh(graph: Graph): void {
    if (this.#links.length === 0) return;
    this.#pencils.factorise(graph, graph.read(this.#factors), graph.read(this.#inverses.shifts));
    for (const { below, above, crossA, crossG, psiA, psiG } of this.#links) {
      this.#explain(graph, below.a, above.a, crossA, psiA);
      this.#explain(graph, below.g, above.g, crossG, psiG);
    }
    this.#pencils.solve(graph);
  }

  /** F̂⁻¹ of the gradients `[inputs + 1, outputs]` of all layers. */
  precondition(graph: Graph, gradients: readonly Tensor[]): readonly Tensor[] {
    const unexplained = gradients.map((gradient, index) => {
      const link = this.#links[index];
      if (link === undefined) return gradient;
      const predicted = matmul(graph.read(link.psiA), matmul(gradients[index + 1]!, graph.read(link.psiG), { transposeB: true }));
      return subtract(gradient, predicted);
    });
    const solved = unexplained.map((gradient, index) => this.#solve(graph, index, gradient));
    return solved.map((direction, index) => {
      const link = this.#links[index - 1];
      if (link === undefined) return direction;
      const back = matmul(graph.read(link.psiA), matmul(solved[index - 1]!, graph.read(link.psiG)), { transposeA: true });
      return subtract(direction, back);
    });
  }

  /** Σ⁻¹ X, or A⁻¹ X G⁻¹ for the last layer. */
  #solve(graph: Graph, index: number, x: Tensor): Tensor {
    const { a, g } = this.#layers[index]!;
    if (index === this.#links.length) return matmul(matmul(this.#inverses.read(graph, a), x), this.#inverses.read(graph, g));
    const sides = { a: [a], g: [g] };
    return this.#pencils.divideIn(graph, sides, x, this.#pencils.unexplained(graph, sides));
  }

  /** Ψ = C A₊⁻¹ of a cross moment C, and L⁻¹ (Ψ Cᵀ) L⁻ᵀ. */
  #explain(graph: Graph, below: SideMatrix, above: SideMatrix, cross: Variable, psi: Variable): void {
    const moment = graph.read(cross);
    const regression = matmul(moment, this.#inverses.read(graph, above));
    graph.store(regression, graph.read(psi));
    const root = this.#pencils.inverseRootOf(graph, below);
    const term = matmul(regression, moment, { transposeB: true });
    this.#pencils.setTerm(graph, below, matmul(matmul(root, term), root, { transposeB: true }));
  }
}

function linkOf(state: State, below: Layer, above: Layer): Link {
  const variable = (label: string, rows: SideMatrix, columns: SideMatrix): Variable =>
    state.variable(`${below.name} and ${above.name} ${label}`, [rows.size, columns.size]);
  return {
    below,
    above,
    crossA: variable('cross A', below.a, above.a),
    crossG: variable('cross G', below.g, above.g),
    psiA: variable('psi A', below.a, above.a),
    psiG: variable('psi G', below.g, above.g),
  };
}

/** @throws ShapeError for a weight that a case applies more than once. */
function checkPlain({ name, rows }: Site): void {
  if (isPlain(rows)) return;
  throw new ShapeError(
    `block ${name}: expected a weight that each case applies once beside the tridiagonal representation, got ${rows.uses * rows.positions} times; choose "factored"`,
  );
}
