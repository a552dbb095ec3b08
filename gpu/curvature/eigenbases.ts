import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { eigenvalueLayout } from '../linalg/eigen-layout.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { refreshEigenbasisKernels } from '../linalg/refresh-eigenbasis-kernels.ts';
import { symmetricEigenKernels } from '../linalg/symmetric-eigen-kernels.ts';
import { relu } from '../ops/unary.ts';
import { identities } from './identities.ts';

/** Eigenvectors and eigenvalues of the factors of Kronecker blocks; those of a factor that cannot be solved stay. */
export class Eigenbases {
  /** Flat, laid out like the factors: an eigenvector in every column; identities at first. */
  readonly vectors: Variable;
  /** Eigenvalues, one aligned slot a matrix. */
  readonly values: Variable;
  /** u32 `[matrices]`, not 0 where the last solve or iteration failed. */
  readonly status: Variable;
  /** `[matrices]` how far from diagonal QᵀAQ was at the last iteration, as a share in the Frobenius norm. */
  readonly drift: Variable;
  readonly #matrices: readonly MatrixSlot[];
  readonly #slots: readonly MatrixSlot[];

  /** @param matrices slots in the flat factors, whose length is `size`; @param prefix of the labels of its variables. */
  constructor(state: State, matrices: readonly MatrixSlot[], size: number, prefix = '') {
    const { slots, length } = eigenvalueLayout(matrices);
    this.#matrices = matrices;
    this.#slots = slots;
    this.vectors = state.variable(`${prefix}eigenvectors`, [size], identities(matrices, size));
    this.values = state.variable(`${prefix}eigenvalues`, [length], new Float32Array(length).fill(1));
    this.status = state.variable(`${prefix}eigen status`, [matrices.length], 'u32');
    this.drift = state.variable(`${prefix}eigenbasis drift`, [matrices.length]);
  }

  /** Solves for all eigenvectors and eigenvalues anew. @param factors flat. */
  solve(graph: Graph, factors: Tensor): void {
    const [vectors, values, status] = [graph.read(this.vectors), graph.read(this.values), graph.read(this.status)];
    graph.effect({
      name: 'eigen-solve',
      reads: [factors],
      updates: [vectors, values, status],
      lower: (context) => symmetricEigenKernels(context, { matrices: this.#matrices }, { matrices: factors, vectors, values, status }),
    });
  }

  /** Turns the bases towards the factors by one orthogonal iteration. @param factors flat. */
  iterate(graph: Graph, factors: Tensor): void {
    const [vectors, values, status] = [graph.read(this.vectors), graph.read(this.values), graph.read(this.status)];
    const drift = graph.read(this.drift);
    graph.effect({
      name: 'eigenbasis iteration',
      reads: [factors],
      updates: [vectors, values, drift, status],
      lower: (context) =>
        refreshEigenbasisKernels(context, { matrices: this.#matrices, passes: 2 }, { matrices: factors, vectors, values, drift, status }),
    });
  }

  /** The basis of one matrix, `[size, size]`. */
  vectorsOf(graph: Graph, { offset, size }: MatrixSlot): Tensor {
    return graph.read(this.vectors, [size, size], offset);
  }

  /** Where the eigenvalues of one matrix stand in `values`. */
  slotOf(matrix: MatrixSlot): MatrixSlot {
    return this.#slots[this.#matrices.indexOf(matrix)]!;
  }

  /** The eigenvalues of one matrix as they are, `[size]`. */
  signedValuesOf(graph: Graph, matrix: MatrixSlot): Tensor {
    const { offset, size } = this.slotOf(matrix);
    return graph.read(this.values, [size], offset);
  }

  /** The eigenvalues of one matrix that has none below 0, `[size]`; what rounding made negative is 0. */
  valuesOf(graph: Graph, matrix: MatrixSlot): Tensor {
    return relu(this.signedValuesOf(graph, matrix));
  }
}
