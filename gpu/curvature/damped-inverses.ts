import type { Graph } from '../graph/graph.ts';
import type { State, Variable } from '../graph/state.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { spdInverseKernels } from '../linalg/spd-inverse-kernels.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { BlockLayout, FactorLayout } from './factor-layout.ts';
import { identities } from './identities.ts';

/** Inverses of all damped matrices of a model. A matrix that cannot be inverted keeps its last good inverse. */
export class DampedInverses {
  /** Flat, laid out like the factors; identities at first. */
  readonly inverses: Variable;
  /** `[matrices]` what damping adds to each diagonal. */
  readonly shifts: Variable;
  /** u32 `[matrices]` 0, or 1 + the row of the pivot at which the last inversion failed. */
  readonly status: Variable;
  /** u32 `[matrices]` times the shift was grown ×10 by the last inversion. */
  readonly rungs: Variable;
  readonly #layout: FactorLayout;

  constructor(state: State, layout: FactorLayout) {
    this.#layout = layout;
    const count = layout.matrices.length;
    this.inverses = state.variable('inverses', [layout.size], identities(layout.matrices, layout.size));
    this.shifts = state.variable('damping shifts', [count]);
    this.status = state.variable('inversion status', [count], 'u32');
    this.rungs = state.variable('ladder rungs', [count], 'u32');
  }

  /**
   * Inverts A + πγI and G + (γ/π)I with γ² = `strength` and π = √[(tr A / dim A) / (tr G / dim G)] of the whole sides
   * (Martens & Grosse 2015, §6.3); what stands alone, a full block or an A beside G = I, gets γ² itself.
   * @param factors flat; @param strength f32 `[1]`, λ + η, read on the GPU.
   */
  refresh(graph: Graph, factors: Tensor, strength: Tensor): void {
    const { matrices, blocks } = this.#layout;
    if (matrices.length === 0) return;
    const slots = new Uint32Array(matrices.flatMap(({ offset, size }) => [offset, size]));
    const groups = new Uint32Array(blocks.flatMap((block) => dampingGroup(block, matrices)));
    const shifts = graph.read(this.shifts);
    graph.effect({
      name: 'damping shifts',
      reads: [factors, strength],
      updates: [shifts],
      lower: (context) => [
        {
          shader: 'curvature/damping-shifts.wgsl',
          bindings: [
            read(factors),
            read(context.constant(slots, 'factor slots')),
            read(context.constant(groups, 'damping groups')),
            read(strength),
            readWrite(shifts),
          ],
          workgroups: [groups.length / 4, 1, 1],
        },
      ],
    });
    const inverses = graph.read(this.inverses);
    const status = graph.read(this.status);
    const rungs = graph.read(this.rungs);
    graph.effect({
      name: 'factor inverses',
      reads: [factors],
      updates: [inverses, shifts, status, rungs],
      lower: (context) => spdInverseKernels(context, { matrices }, { matrices: factors, shifts, inverses, status, rungs }),
    });
  }

  /** The place of a matrix among the shifts; −1 where it is not inverted. */
  shiftIndex(matrix: MatrixSlot): number {
    return this.#layout.matrices.indexOf(matrix);
  }

  /** The inverse of one matrix, `[size, size]`. */
  read(graph: Graph, { offset, size }: MatrixSlot): Tensor {
    return graph.read(this.inverses, [size, size], offset);
  }
}

/** First matrix and number of matrices of A, then of G; a matrix that stands alone counts as A. */
function dampingGroup(block: BlockLayout, matrices: readonly MatrixSlot[]): number[] {
  switch (block.kind) {
    case 'diagonal':
      return [];
    case 'full':
      return [matrices.indexOf(block.f), 1, 0, 0];
    case 'kronecker':
      return [matrices.indexOf(block.a[0]!), block.a.length, block.g.length > 0 ? matrices.indexOf(block.g[0]!) : 0, block.g.length];
  }
}
