import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { BlockLayout } from './factor-layout.ts';

/**
 * What is added to the diagonals of the matrices of some blocks: πγ to A and γ/π to G with γ² = `strength` and
 * π = √[(tr A / dim A) / (tr G / dim G)] of the whole sides (Martens & Grosse 2015, §6.3); what stands alone, a full block
 * or an A beside G = I, gets γ² itself. It is never less than `floor` times the mean eigenvalue.
 */
export function dampingShifts(
  graph: Graph,
  matrices: readonly MatrixSlot[],
  blocks: readonly BlockLayout[],
  operands: { readonly factors: Tensor; readonly strength: Tensor; readonly shifts: Tensor; readonly floor: number },
): void {
  const { factors, strength, shifts, floor } = operands;
  const slots = new Uint32Array(matrices.flatMap(({ offset, size }) => [offset, size]));
  const groups = new Uint32Array(blocks.flatMap((block) => dampingGroup(block, matrices)));
  graph.effect({
    name: 'damping shifts',
    reads: [factors, strength],
    updates: [shifts],
    lower: (context) => [
      {
        shader: 'curvature/damping-shifts.wgsl',
        overrides: { RELATIVE_FLOOR: floor },
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
