import type { Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { MatrixSlot } from '../linalg/matrix-batch.ts';
import { read, readWrite } from '../runtime/kernel.ts';
import type { BlockLayout } from './factor-layout.ts';

/**
 * What is added to the diagonals of the matrices of some blocks: πγ to A and γ/π to G with γ² = `strength` and
 * π = √[(tr A / dim A) / (tr G / dim G)] of the whole sides (Martens & Grosse 2015, §6.3); what stands alone, a full block,
 * one of a channel, or an A beside G = I, gets γ² itself, and a product that is divided by tr G shares out γ² tr G. It is never less than `floor` times the mean eigenvalue.
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

const OVER_TRACE = 1 << 31;

/**
 * First matrix and number of matrices of A, then of G; a matrix that stands alone counts as A. Frequencies of tokens, which
 * are no matrix, have the size of the vocabulary, whose reciprocal is their mean, in place of a first matrix. A block that is divided
 * by the trace of G says so beside the number of its matrices.
 */
function dampingGroup(block: BlockLayout, matrices: readonly MatrixSlot[]): number[] {
  const run = (side: readonly MatrixSlot[]): number[] => (side[0] === undefined ? [0, 0] : [matrices.indexOf(side[0]), side.length]);
  switch (block.kind) {
    case 'diagonal':
      return [];
    case 'full':
      return [...run([block.f]), 0, 0];
    case 'channels':
      return block.channels.flatMap((channel) => [...run([channel]), 0, 0]);
    case 'embedding':
      return block.g.length === 0 ? [] : [block.slice.shape[0]!, 0, ...run(block.g)];
    case 'kronecker':
      return [...run(block.a), ...run(block.g)];
    case 'tied': {
      const [first, count] = run(block.g);
      return [...run(block.a), first!, count! | OVER_TRACE];
    }
  }
}
