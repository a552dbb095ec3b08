import { read, readWrite, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import type { TileLayout } from './tile-layout.ts';

/** What an inversion reads and writes; every operand but `inverses` has an element a matrix of the problem. */
export interface SpdInverseOperands<T> {
  /** f32, `[size, size]` in every slot. */
  readonly matrices: T;
  /** f32, added to the diagonals; grown where a pivot failed. */
  readonly shifts: T;
  /** f32 with the slots of the matrices. */
  readonly inverses: T;
  /** u32, 0 or 1 + the row of the pivot that failed on the last rung. */
  readonly status: T;
  /** u32, times a shift was grown. */
  readonly rungs: T;
  /** u32, not 0 where a matrix is to be left as it is, its status and shift too; none when absent. */
  readonly kept?: T;
}

/** Times a failing matrix is tried again within one inversion. */
export const LADDER_RUNGS = 3;
/** How much its shift grows each time. */
export const LADDER_GROWTH = 10;

export const ladderOverrides = { RUNGS: LADDER_RUNGS, GROWTH: LADDER_GROWTH };

/** Makes the kernels that open the gates before each attempt; see `shaders/linalg/ladder-pass.wgsl`. */
export class PivotLadder<T> {
  /** u32, one a matrix of the problem, for `TileKernels`. */
  readonly gates: T;
  readonly #context: LoweringContext<T>;
  readonly #operands: SpdInverseOperands<T>;
  readonly #kept: T;
  readonly #items: T;

  constructor(context: LoweringContext<T>, layout: TileLayout, operands: SpdInverseOperands<T>, kept: T) {
    this.gates = context.scratch(layout.count, 'linalg gates');
    this.#context = context;
    this.#operands = operands;
    this.#kept = kept;
    this.#items = context.constant(
      Uint32Array.from(layout.matrices, ({ index }) => index),
      'linalg ladder',
    );
  }

  /** Opens the gates of all matrices that are not kept. */
  begin(): Kernel<T> {
    return this.#pass(0);
  }

  /** Opens those of the matrices that failed, and grows their shifts; counts from 1. */
  rung(number: number): Kernel<T> {
    return this.#pass(number);
  }

  /** Opens all again, for what follows the factorisation. */
  finish(): Kernel<T> {
    return this.#pass(LADDER_RUNGS + 1);
  }

  #pass(number: number): Kernel<T> {
    const { status, shifts, rungs } = this.#operands;
    const pass = this.#context.constant(Uint32Array.of(number), 'linalg ladder pass');
    return {
      shader: 'linalg/ladder-pass.wgsl',
      overrides: ladderOverrides,
      bindings: [read(this.#items), read(pass), read(this.#kept), read(status), readWrite(shifts), readWrite(rungs), readWrite(this.gates)],
      workgroups: [1, 1, 1],
    };
  }
}
