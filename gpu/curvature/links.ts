import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { choleskyKernels } from '../linalg/cholesky-kernels.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { triangularInverseKernels } from '../linalg/triangular-inverse-kernels.ts';
import type { Site } from '../nn/site.ts';
import { divide, multiply, subtract } from '../ops/binary.ts';
import { concatenate } from '../ops/concatenate.ts';
import { matmul } from '../ops/matmul.ts';
import { slice } from '../ops/slice.ts';
import { affine, relu } from '../ops/unary.ts';
import { ShapeError } from '../runtime/errors.ts';
import { averageInto } from './average-into.ts';
import type { DampedInverses } from './damped-inverses.ts';
import { Eigenbases } from './eigenbases.ts';
import type { KroneckerLayout } from './factor-layout.ts';
import { isPlain } from './shared-rows.ts';

/** 1 − s_A s_G of a direction that the layer above explains wholly vanishes, and float32 knows it no better than this. */
const LEAST_CONDITIONAL = 1e-5;

/** The factors of one layer, each whole. */
interface Layer {
  readonly name: string;
  readonly a: MatrixSlot;
  readonly g: MatrixSlot;
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
 * Σ = A ⊗ G − Ψ_A A₊ Ψ_Aᵀ ⊗ Ψ_G G₊ Ψ_Gᵀ, in the basis K = L⁻ᵀE that diagonalises both terms. Diagonal blocks are damped
 * as they are without links.
 */
export class Links {
  readonly #layers: readonly Layer[];
  readonly #links: readonly Link[];
  readonly #factors: Variable;
  readonly #inverses: DampedInverses;
  /** Slots of the factors that have a layer above; they come first among all factors. */
  readonly #linked: readonly MatrixSlot[];
  readonly #linkedSize: number;
  /** Flat L and L⁻¹ of the damped factors, the terms L⁻¹ (Ψ A₊ Ψᵀ) L⁻ᵀ, and K. */
  readonly #roots: Variable;
  readonly #inverseRoots: Variable;
  readonly #explained: Variable;
  readonly #transforms: Variable;
  readonly #status: Variable;
  /** E and s of the explained terms. */
  readonly #bases: Eigenbases;

  /** @param layouts of all layers from the first to the last, each with one A and one G. */
  constructor(state: State, layouts: readonly KroneckerLayout[], factors: Variable, inverses: DampedInverses) {
    this.#factors = factors;
    this.#inverses = inverses;
    this.#layers = layouts.map(({ slice, a, g }) => ({ name: slice.name, a: a[0]!, g: g[0]! }));
    this.#links = this.#layers.slice(1).map((above, index) => linkOf(state, this.#layers[index]!, above));
    this.#linked = this.#links.flatMap(({ below }) => [below.a, below.g]);
    this.#linkedSize = this.#links.length === 0 ? 0 : this.#layers.at(-1)!.a.offset;
    const flat = (label: string): Variable => state.variable(`tridiagonal ${label}`, [this.#linkedSize]);
    this.#roots = flat('roots');
    this.#inverseRoots = flat('inverse roots');
    this.#explained = flat('explained');
    this.#transforms = flat('transforms');
    this.#status = state.variable('tridiagonal status', [this.#linked.length], 'u32');
    this.#bases = new Eigenbases(state, this.#linked, this.#linkedSize, 'tridiagonal ');
  }

  /** What links a layer, counted from 0, to the one above it; null for the last. */
  above(layer: number): Link | null {
    return this.#links[layer] ?? null;
  }

  /** Of each factor below a link: what the layer above explains of it, damped; eigenvalues 0 (nothing) to 1. */
  get explained(): Eigenbases {
    return this.#bases;
  }

  /** Moves the averages of products of inputs of neighbouring layers. */
  updateInputs(graph: Graph, sites: readonly Site[], coefficients: Tensor): void {
    for (const site of sites) checkPlain(site);
    for (const [index, { crossA }] of this.#links.entries()) {
      const below = sites[index]!.input;
      const above = homogeneous(sites[index + 1]!.input);
      const scale = 1 / below.shape[0]!;
      averageInto(graph.read(crossA), matmul(below, above, { transposeA: true, homogeneous: true, scale }), coefficients);
    }
  }

  /** Moves the averages of products of preactivation gradients of neighbouring layers, one set. */
  updateGradients(graph: Graph, gradients: readonly Tensor[], coefficients: Tensor): void {
    for (const [index, { crossG }] of this.#links.entries()) {
      const [below, above] = [gradients[index]!, gradients[index + 1]!];
      averageInto(graph.read(crossG), matmul(below, above, { transposeA: true, scale: 1 / below.shape[0]! }), coefficients);
    }
  }

  /** Renews Ψ and K after the damped inverses of the factors. */
  refresh(graph: Graph): void {
    if (this.#links.length === 0) return;
    this.#factorise(graph);
    for (const { below, above, crossA, crossG, psiA, psiG } of this.#links) {
      this.#explain(graph, below.a, above.a, crossA, psiA);
      this.#explain(graph, below.g, above.g, crossG, psiG);
    }
    this.#bases.solve(graph, graph.read(this.#explained));
    for (const slot of this.#linked) {
      const transform = matmul(at(graph, this.#inverseRoots, slot), this.#bases.vectorsOf(graph, slot), { transposeA: true });
      graph.store(transform, at(graph, this.#transforms, slot));
    }
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

  /** Σ⁻¹ X = K_A [(K_Aᵀ X K_G) ⊘ (1 − s_A s_Gᵀ)] K_Gᵀ, or A⁻¹ X G⁻¹ for the last layer. */
  #solve(graph: Graph, index: number, x: Tensor): Tensor {
    const { a, g } = this.#layers[index]!;
    if (index === this.#links.length) return matmul(matmul(this.#inverses.read(graph, a), x), this.#inverses.read(graph, g));
    const [ka, kg] = [at(graph, this.#transforms, a), at(graph, this.#transforms, g)];
    const explained = multiply(
      graph.reshape(this.#bases.valuesOf(graph, a), [a.size, 1]),
      graph.reshape(this.#bases.valuesOf(graph, g), [1, g.size]),
    );
    const conditional = affine(relu(affine(explained, -1, 1 - LEAST_CONDITIONAL)), 1, LEAST_CONDITIONAL);
    const rotated = matmul(matmul(ka, x, { transposeA: true }), kg);
    return matmul(matmul(ka, divide(rotated, conditional)), kg, { transposeB: true });
  }

  /** L and L⁻¹ of the damped factors. */
  #factorise(graph: Graph): void {
    const matrices = graph.read(this.#factors);
    const shifts = graph.read(this.#inverses.shifts);
    const [factors, inverses, status] = [graph.read(this.#roots), graph.read(this.#inverseRoots), graph.read(this.#status)];
    graph.effect({
      name: 'roots of factors',
      reads: [matrices, shifts],
      updates: [factors, status],
      lower: (context) => choleskyKernels(context, { matrices: this.#linked }, { matrices, shifts, factors, status }),
    });
    graph.effect({
      name: 'inverse roots of factors',
      reads: [factors],
      updates: [inverses],
      lower: (context) => triangularInverseKernels(context, { matrices: this.#linked }, { factors, inverses }),
    });
  }

  /** Ψ = C A₊⁻¹ of a cross moment C, and L⁻¹ (Ψ Cᵀ) L⁻ᵀ. */
  #explain(graph: Graph, below: MatrixSlot, above: MatrixSlot, cross: Variable, psi: Variable): void {
    const moment = graph.read(cross);
    const regression = matmul(moment, this.#inverses.read(graph, above));
    graph.store(regression, graph.read(psi));
    const root = at(graph, this.#inverseRoots, below);
    const term = matmul(regression, moment, { transposeB: true });
    graph.store(matmul(matmul(root, term), root, { transposeB: true }), at(graph, this.#explained, below));
  }
}

/** `[x 1]` of inputs `[cases, inputs]`. */
function homogeneous(input: Tensor): Tensor {
  const ones = affine(slice(input, 1, 0, 1), 0, 1);
  return concatenate([input, ones], 1);
}

function linkOf(state: State, below: Layer, above: Layer): Link {
  const variable = (label: string, rows: MatrixSlot, columns: MatrixSlot): Variable =>
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

function at(graph: Graph, variable: Variable, { offset, size }: MatrixSlot): Tensor {
  return graph.read(variable, [size, size], offset);
}

/** @throws ShapeError for a weight that a case applies more than once. */
function checkPlain({ name, rows }: Site): void {
  if (isPlain(rows)) return;
  throw new ShapeError(
    `block ${name}: expected a weight that each case applies once beside the tridiagonal representation, got ${rows.uses * rows.positions} times; choose "factored"`,
  );
}
