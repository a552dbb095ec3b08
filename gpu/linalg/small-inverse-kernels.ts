import type { KernelFamily } from '../runtime/adapter-facts.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import type { PlacedMatrix } from './matrix-batch.ts';
import { ladderOverrides, type SpdInverseOperands } from './pivot-ladder.ts';

interface SmallShader {
  readonly shader: string;
  readonly largest: number;
  readonly matricesPerWorkgroup: number;
}

const BY_THREAD: SmallShader = { shader: 'linalg/small-inverse-register.wgsl', largest: 32, matricesPerWorkgroup: 8 };
const BY_WORKGROUP: SmallShader = { shader: 'linalg/small-inverse-workgroup.wgsl', largest: 32, matricesPerWorkgroup: 1 };
const SMALL: Readonly<Record<KernelFamily, SmallShader>> = {
  'subgroup-4': BY_THREAD,
  register: BY_THREAD,
  workgroup: BY_WORKGROUP,
};

/** Size up to which a matrix is inverted by one thread (CPU adapters) or one workgroup (GPUs) in a single dispatch. */
export function largestSmallInverse(family: KernelFamily): number {
  return SMALL[family].largest;
}

/** The single dispatch that inverts all small matrices; operands as for `spdInverseKernels`. */
export function smallInverseKernel<T>(
  context: LoweringContext<T>,
  matrices: readonly PlacedMatrix[],
  operands: SpdInverseOperands<T>,
  kept: T,
): Kernel<T> {
  const { shader, matricesPerWorkgroup } = SMALL[context.facts.family];
  // Threads of a workgroup wait for the largest of their matrices.
  const sorted = [...matrices].sort((left, right) => right.slot.size - left.slot.size);
  const items = new Uint32Array(sorted.flatMap(({ slot, index }) => [slot.offset, slot.size, index, 0]));
  return {
    shader,
    overrides: ladderOverrides,
    bindings: [
      read(context.constant(items, 'linalg small matrices')),
      read(operands.matrices),
      readWrite(operands.shifts),
      readWrite(operands.inverses),
      readWrite(operands.status),
      readWrite(operands.rungs),
      read(kept),
    ],
    workgroups: spread(Math.ceil(sorted.length / matricesPerWorkgroup)),
  };
}
