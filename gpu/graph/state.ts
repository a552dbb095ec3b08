import type { DeviceContext } from '../runtime/device-owner.ts';
import type { BufferRange } from '../runtime/kernel.ts';
import { ShapeError } from '../runtime/errors.ts';
import { formatShape, sameShape, sizeOf, type DType, type Shape } from './tensor.ts';

/** Memory that outlives a replay: parameters, momenta, factors, counters. Programs share it. */
export interface Variable {
  readonly label: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Binding offsets are multiples of this many 4-byte elements (256 bytes). */
export const SLICE_ALIGNMENT = 64;

const USAGE = 0x80 | 0x4 | 0x8; // STORAGE | COPY_SRC | COPY_DST; the named constants exist only once a device does.

/** Declares variables, then owns one buffer for each; programs may also use the variables of a `shared` state. */
export class State {
  readonly #shared: State | null;
  readonly #initial = new Map<Variable, Float32Array | Uint32Array | null>();
  readonly #buffers = new Map<Variable, GPUBuffer>();
  readonly #scratch = new Set<Variable>();
  /** Labels that this trace has declared. */
  readonly #traced = new Set<string>();
  #device: GPUDevice | null = null;
  #isDestroyed = false;

  constructor(shared: State | null = null) {
    this.#shared = shared;
  }

  /**
   * A variable of zeros, or of the given content. Its label is its name in checkpoints. In a further trace it is the
   * variable that an earlier one declared by that label, if one did.
   * @throws ShapeError for content of another length, a label that this trace has already, or another shape than before.
   */
  variable(label: string, shape: Shape, content: Float32Array | Uint32Array | DType = 'f32'): Variable {
    const typed = typeof content === 'string' ? null : content;
    if (typed !== null && typed.length !== sizeOf(shape)) {
      throw new ShapeError(
        `variable ${label}: expected ${String(sizeOf(shape))} elements for ${formatShape(shape)}, got ${String(typed.length)}`,
      );
    }
    if (this.#traced.has(label)) {
      throw new ShapeError(
        `variable ${label}: expected a label of its own in this state, got one that is taken; name it for what it holds`,
      );
    }
    this.#traced.add(label);
    const dtype = typeof content === 'string' ? content : content instanceof Uint32Array ? 'u32' : 'f32';
    const before = [...this.#initial.keys()].find((other) => other.label === label);
    if (before !== undefined) return expectAlike(before, shape, dtype);
    const variable: Variable = { label, shape, dtype };
    this.#initial.set(variable, typed);
    return variable;
  }

  /** Begins a further trace of the same step, for minibatches of another size: it has the same variables by the same labels. */
  retrace(): void {
    this.#traced.clear();
  }

  /** A variable of zeros that every step writes before it reads it, so that nothing of it need be kept. */
  scratch(label: string, shape: Shape): Variable {
    const variable = this.variable(label, shape);
    this.#scratch.add(variable);
    return variable;
  }

  /** The variables declared here that a later step depends on: all but scratch. */
  get kept(): readonly Variable[] {
    return [...this.#initial.keys()].filter((variable) => !this.#scratch.has(variable));
  }

  /**
   * Allocates every variable declared since the last call and uploads its content.
   * @throws OutOfMemoryError when the adapter refuses; ShapeError once destroyed, or with another device than before:
   * the content given to `variable` is then gone.
   */
  async allocate(context: DeviceContext): Promise<void> {
    if (this.#isDestroyed || (this.#device !== null && this.#device !== context.device)) {
      throw new ShapeError('state: expected memory that lives, got a state that belongs to a past device; declare it anew');
    }
    this.#device = context.device;
    const fresh = [...this.#initial.keys()].filter((variable) => !this.#buffers.has(variable));
    const buffers = await context.memory.allocate(fresh.map(({ label, shape }) => ({ label, size: sizeOf(shape) * 4, usage: USAGE })));
    for (const [index, variable] of fresh.entries()) {
      this.#buffers.set(variable, buffers[index]!);
      const content = this.#initial.get(variable);
      if (content) this.write(context, variable, content);
      this.#initial.set(variable, null);
    }
  }

  /** The memory of a variable, or of `size` elements from `offset` on. */
  range(variable: Variable, offset = 0, size = sizeOf(variable.shape) - offset): BufferRange {
    const buffer = this.#buffers.get(variable);
    if (buffer === undefined && this.#shared !== null) return this.#shared.range(variable, offset, size);
    if (buffer === undefined)
      throw new ShapeError(`variable ${variable.label}: expected allocated memory, got none; call allocate() first`);
    return { buffer, offset: offset * 4, size: Math.max(4, size * 4) };
  }

  write(context: DeviceContext, variable: Variable, content: Float32Array | Uint32Array, offset = 0): void {
    context.device.queue.writeBuffer(this.range(variable).buffer, offset * 4, content as Float32Array<ArrayBuffer>);
  }

  /** Bytes of all variables. */
  get bytes(): number {
    return [...this.#initial.keys()].reduce((sum, variable) => sum + 4 * sizeOf(variable.shape), 0);
  }

  destroy(context: DeviceContext): void {
    this.#isDestroyed = true;
    context.memory.release(this.#buffers.values());
    this.#buffers.clear();
  }
}

/** @throws ShapeError for a shape or type that a variable does not have. */
function expectAlike(variable: Variable, shape: Shape, dtype: DType): Variable {
  if (sameShape(variable.shape, shape) && variable.dtype === dtype) return variable;
  throw new ShapeError(
    `variable ${variable.label}: expected ${variable.dtype} ${formatShape(variable.shape)} as in the trace before, got ${dtype} ${formatShape(shape)}; what depends on the minibatch's size can be no variable`,
  );
}

/** The next offset at which a slice may begin. */
export function alignSlice(offset: number): number {
  return Math.ceil(offset / SLICE_ALIGNMENT) * SLICE_ALIGNMENT;
}
