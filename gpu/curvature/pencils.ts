import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { choleskyKernels } from '../linalg/cholesky-kernels.ts';
import { triangularInverseKernels } from '../linalg/triangular-inverse-kernels.ts';
import { concatenate } from '../ops/concatenate.ts';
import { divide, multiply } from '../ops/binary.ts';
import { matmul } from '../ops/matmul.ts';
import { affine, relu } from '../ops/unary.ts';
import { Eigenbases } from './eigenbases.ts';
import type { SideMatrix } from './factor-layout.ts';
import { identities } from './identities.ts';
import { timesLeft, timesRight } from './sides.ts';

/** 1 − s_A s_G of a direction that is explained wholly vanishes, and float32 knows it no better than this. */
const LEAST_UNEXPLAINED = 1e-5;

/** The matrices of both sides of a weight. */
export interface PencilSides {
  readonly a: readonly SideMatrix[];
  readonly g: readonly SideMatrix[];
}

/**
 * Symmetric-definite pencils (C, Â): of a damped factor Â = LLᵀ and a symmetric term C, the K = L⁻ᵀE and s with KᵀÂK = I and
 * KᵀCK = diag(s), where L⁻¹CL⁻ᵀ = E diag(s) Eᵀ. Where all terms of a Kronecker sum are diagonal in K_A and K_G, so is the sum, and
 * its inverse is `K_A [(K_Aᵀ X K_G) ⊘ …] K_Gᵀ` (Martens & Grosse 2015, appendix B). A root by Cholesky serves as well as the
 * symmetric one: E differs by a rotation that K does not.
 */
export class Pencils {
  /** E and s. */
  readonly bases: Eigenbases;
  /** Flat L of the damped factors, and K. */
  readonly roots: Variable;
  readonly transforms: Variable;
  readonly #matrices: readonly SideMatrix[];
  /** Flat L⁻¹ and L⁻¹CL⁻ᵀ. */
  readonly #inverseRoots: Variable;
  readonly #terms: Variable;
  readonly #status: Variable;

  /** @param matrices slots of the factors in a flat tensor of length `size`; @param prefix of the labels of its variables. */
  constructor(state: State, matrices: readonly SideMatrix[], size: number, prefix: string) {
    this.#matrices = matrices;
    this.roots = state.variable(`${prefix} roots`, [size], identities(matrices, size));
    this.#inverseRoots = state.variable(`${prefix} inverse roots`, [size], identities(matrices, size));
    this.#terms = state.scratch(`${prefix} terms`, [size]);
    this.transforms = state.variable(`${prefix} transforms`, [size]);
    this.#status = state.variable(`${prefix} status`, [matrices.length], 'u32');
    this.bases = new Eigenbases(state, matrices, size, `${prefix} `);
  }

  /** L and L⁻¹ of the damped factors; those of a factor that has none stay. @param factors flat; @param shifts one for each. */
  factorise(graph: Graph, factors: Tensor, shifts: Tensor): void {
    const [roots, inverseRoots, status] = [graph.read(this.roots), graph.read(this.#inverseRoots), graph.read(this.#status)];
    const problem = { matrices: this.#matrices };
    graph.effect({
      name: 'roots of factors',
      reads: [factors, shifts],
      updates: [roots, status],
      lower: (context) => choleskyKernels(context, problem, { matrices: factors, shifts, factors: roots, status }),
    });
    graph.effect({
      name: 'inverse roots of factors',
      reads: [roots],
      updates: [inverseRoots],
      lower: (context) => triangularInverseKernels(context, problem, { factors: roots, inverses: inverseRoots }),
    });
  }

  /** L⁻¹ of one factor. */
  inverseRootOf(graph: Graph, matrix: SideMatrix): Tensor {
    return at(graph, this.#inverseRoots, matrix);
  }

  /** Takes over L⁻¹CL⁻ᵀ of one factor. */
  setTerm(graph: Graph, matrix: SideMatrix, term: Tensor): void {
    graph.store(term, at(graph, this.#terms, matrix));
  }

  /** Renews E, s and K from the roots and terms. */
  solve(graph: Graph): void {
    this.bases.solve(graph, graph.read(this.#terms));
    for (const matrix of this.#matrices) {
      const transform = matmul(this.inverseRootOf(graph, matrix), this.bases.vectorsOf(graph, matrix), { transposeA: true });
      graph.store(transform, at(graph, this.transforms, matrix));
    }
  }

  /** `K_A [(K_Aᵀ X K_G) ⊘ divisors] K_Gᵀ`. */
  divideIn(graph: Graph, { a, g }: PencilSides, x: Tensor, divisors: Tensor): Tensor {
    const transformOf = (part: SideMatrix): Tensor => at(graph, this.transforms, part);
    const rotated = timesRight(g, transformOf, timesLeft(a, transformOf, x, { transposed: true }));
    return timesRight(g, transformOf, timesLeft(a, transformOf, divide(rotated, divisors)), { transposed: true });
  }

  /** `1 − s_A s_Gᵀ`: what is left of A ⊗ G beside a Kronecker product of terms that explain part of it. */
  unexplained(graph: Graph, { a, g }: PencilSides): Tensor {
    const ofInputs = this.#spectrum(a, (part) => this.bases.valuesOf(graph, part));
    const ofOutputs = this.#spectrum(g, (part) => this.bases.valuesOf(graph, part));
    const explained = multiply(graph.reshape(ofInputs, [ofInputs.shape[0]!, 1]), graph.reshape(ofOutputs, [1, ofOutputs.shape[0]!]));
    return affine(relu(affine(explained, -1, 1 - LEAST_UNEXPLAINED)), 1, LEAST_UNEXPLAINED);
  }

  /** s of a side with its signs, one part after the other. */
  spectrumOf(graph: Graph, parts: readonly SideMatrix[]): Tensor {
    return this.#spectrum(parts, (part) => this.bases.signedValuesOf(graph, part));
  }

  #spectrum(parts: readonly SideMatrix[], valuesOf: (part: SideMatrix) => Tensor): Tensor {
    return concatenate(parts.map(valuesOf) as [Tensor, ...Tensor[]], 0);
  }
}

function at(graph: Graph, variable: Variable, { offset, size }: SideMatrix): Tensor {
  return graph.read(variable, [size, size], offset);
}
