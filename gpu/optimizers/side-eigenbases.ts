import { Admission } from '../curvature/admission.ts';
import { identities } from '../curvature/identities.ts';
import { MovingAverage } from '../curvature/moving-average.ts';
import type { Graph } from '../graph/graph.ts';
import { alignSlice, type State, type Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import { eigenvalueLayout } from '../linalg/eigen-layout.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { refreshEigenbasisKernels } from '../linalg/refresh-eigenbasis-kernels.ts';
import { symmetricEigenKernels } from '../linalg/symmetric-eigen-kernels.ts';
import type { ParameterLayout, ParameterSlice } from '../nn/parameters.ts';
import { accumulateGram } from '../ops/gram.ts';
import { matmul } from '../ops/matmul.ts';
import { transpose } from '../ops/transpose.ts';

/** The second moments of a gradient by its two sides, and where their eigenvectors and eigenvalues lie. */
interface Sides {
  readonly slice: ParameterSlice;
  /** L, side `inputs + 1`. */
  readonly left: MatrixSlot;
  /** R, side `outputs`. */
  readonly right: MatrixSlot;
}

/**
 * Shampoo's factors of every weight (Gupta, Koren & Singer 2018), L = mean of ∇∇ᵀ and R = mean of ∇ᵀ∇ over the steps, and
 * the bases of their eigenvectors. All factors are solved in one batch.
 */
export class SideEigenbases {
  /** Flat eigenvalues of all factors, the largest first, each factor's from an aligned offset on. */
  readonly values: Variable;
  /** u32 `[2 · weights]`, not 0 where the last solve failed, which leaves a basis as it was. */
  readonly status: Variable;
  readonly #sides: readonly Sides[];
  readonly #matrices: readonly MatrixSlot[];
  readonly #factors: Variable;
  readonly #vectors: Variable;
  readonly #drift: Variable;
  readonly #average: MovingAverage;
  readonly #admission: Admission;

  constructor(state: State, layout: ParameterLayout, decay: number) {
    let size = 0;
    const place = (side: number): MatrixSlot => {
      const offset = size;
      size = alignSlice(size + side * side);
      return { offset, size: side };
    };
    this.#sides = layout.slices.map((slice) => ({ slice, left: place(slice.shape[0]!), right: place(slice.shape[1]!) }));
    this.#matrices = this.#sides.flatMap(({ left, right }) => [left, right]);
    this.#factors = state.variable('side factors', [size]);
    this.#vectors = state.variable('side eigenvectors', [size], identities(this.#matrices, size));
    this.values = state.variable('side eigenvalues', [eigenvalueLayout(this.#matrices).length]);
    this.#drift = state.variable('side drift', [this.#matrices.length]);
    this.status = state.variable('side status', [this.#matrices.length], 'u32');
    this.#average = new MovingAverage(state, 'side factors', decay);
    this.#admission = new Admission(state);
  }

  /**
   * Moves L and R towards those of a flat gradient, `decay` at most and without bias; not by one whose squares overflow, nor
   * in a step that is not fine.
   * @param health u32 `[2]`, all ones in its first word for a step that is fine
   */
  update(graph: Graph, gradient: Variable, health: Tensor): void {
    this.#admission.examine(graph, [graph.read(gradient)]);
    const verdict = graph.read(this.#admission.verdict);
    this.#average.advance(graph, { verdict, health, isFurther: false, isLast: true });
    const coefficients = this.#average.coefficients(graph);
    for (const { slice, left, right } of this.#sides) {
      const matrix = graph.read(gradient, slice.shape, slice.offset);
      accumulateGram(transpose(matrix), coefficients, squareAt(graph, this.#factors, left), { scale: 1 });
      accumulateGram(matrix, coefficients, squareAt(graph, this.#factors, right), { scale: 1 });
    }
  }

  /** Solves for all bases anew. */
  solve(graph: Graph): void {
    const [matrices, vectors, values, status] = this.#operands(graph);
    graph.effect({
      name: 'side eigenbases',
      reads: [matrices],
      updates: [vectors, values, status],
      lower: (context) => symmetricEigenKernels(context, { matrices: this.#matrices }, { matrices, vectors, values, status }),
    });
  }

  /** Turns all bases by one orthogonal iteration (Vyas et al. 2024, algorithm 4), as orthogonal as Householder's QR leaves them. */
  refresh(graph: Graph): void {
    const [matrices, vectors, values, status] = this.#operands(graph);
    const drift = graph.read(this.#drift);
    graph.effect({
      name: 'side eigenbases',
      reads: [matrices],
      updates: [vectors, values, drift, status],
      lower: (context) =>
        refreshEigenbasisKernels(context, { matrices: this.#matrices, passes: 2 }, { matrices, vectors, values, drift, status }),
    });
  }

  /** Q_Lᵀ X Q_R for the slice of every weight, from one flat variable into another. */
  rotate(graph: Graph, from: Variable, to: Variable): void {
    this.#each(graph, from, to, (matrix, left, right) => matmul(matmul(left, matrix, { transposeA: true }), right));
  }

  /** Q_L X Q_Rᵀ, the way back. */
  rotateBack(graph: Graph, from: Variable, to: Variable): void {
    this.#each(graph, from, to, (matrix, left, right) => matmul(matmul(left, matrix), right, { transposeB: true }));
  }

  /** Slices of a flat variable laid out as `values`, of each weight: `[inputs + 1, 1]` and `[1, outputs]`. */
  valuesOf(graph: Graph, variable: Variable): readonly { readonly slice: ParameterSlice; readonly left: Tensor; readonly right: Tensor }[] {
    const { slots } = eigenvalueLayout(this.#matrices);
    return this.#sides.map(({ slice }, index) => {
      const [left, right] = [slots[2 * index]!, slots[2 * index + 1]!];
      return {
        slice,
        left: graph.read(variable, [left.size, 1], left.offset),
        right: graph.read(variable, [1, right.size], right.offset),
      };
    });
  }

  #each(graph: Graph, from: Variable, to: Variable, apply: (matrix: Tensor, left: Tensor, right: Tensor) => Tensor): void {
    for (const { slice, left, right } of this.#sides) {
      const { shape, offset } = slice;
      const matrix = graph.read(from, shape, offset);
      graph.store(
        apply(matrix, squareAt(graph, this.#vectors, left), squareAt(graph, this.#vectors, right)),
        graph.read(to, shape, offset),
      );
    }
  }

  #operands(graph: Graph): readonly [Tensor, Tensor, Tensor, Tensor] {
    return [graph.read(this.#factors), graph.read(this.#vectors), graph.read(this.values), graph.read(this.status)];
  }
}

function squareAt(graph: Graph, variable: Variable, { offset, size }: MatrixSlot): Tensor {
  return graph.read(variable, [size, size], offset);
}
