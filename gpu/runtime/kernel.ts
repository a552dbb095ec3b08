/**
 * One compute dispatch, described as data. `Operand` is whatever stands for memory at this level: a symbolic tensor
 * while a program is lowered, a `BufferRange` once memory is planned.
 */
export interface Kernel<Operand> {
  /** Path below `shaders/`, for example `matmul/register.wgsl`. */
  readonly shader: string;
  /** Entry point of the shader; `main` when absent. */
  readonly entryPoint?: string;
  /** Values of the shader's `override` constants. */
  readonly overrides?: Readonly<Record<string, number>>;
  /**
   * Values written into module-scope lines `const NAME = …;` before compilation: for what WGSL cannot override, such
   * as the length of a fixed-size array in storage. The line's own value keeps the plain file checkable.
   */
  readonly consts?: Readonly<Record<string, number>>;
  /** Operands bound in order to `@group(0) @binding(0…)`. */
  readonly bindings: readonly Binding<Operand>[];
  /** Workgroups in x, y, z; each must be at most 65,535. A zero anywhere means nothing is dispatched. */
  readonly workgroups: readonly [x: number, y: number, z: number];
}

export interface Binding<Operand> {
  readonly operand: Operand;
  /** How the shader declares it: `var<storage, read>` or `var<storage, read_write>`. */
  readonly access: Access;
}

export type Access = 'read' | 'read_write';

/** A slice of a GPU buffer; offset and size in bytes. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

export function read<Operand>(operand: Operand): Binding<Operand> {
  return { operand, access: 'read' };
}

export function readWrite<Operand>(operand: Operand): Binding<Operand> {
  return { operand, access: 'read_write' };
}

/** Workgroups a dispatch may have in one dimension. */
export const MAX_WORKGROUPS = 65_535;

/** A number of workgroups as a grid within the limit a dimension; the shader ignores the surplus. */
export function spread(workgroups: number): [x: number, y: number, z: number] {
  const rows = Math.ceil(workgroups / MAX_WORKGROUPS);
  return rows <= 1 ? [workgroups, 1, 1] : [Math.ceil(workgroups / rows), rows, 1];
}
