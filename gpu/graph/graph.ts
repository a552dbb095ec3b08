import { ShapeError } from '../runtime/errors.ts';
import type { EffectNode, Node, OpNode, OpRules } from './node.ts';
import { SLICE_ALIGNMENT, type Variable } from './state.ts';
import { formatShape, sameShape, sizeOf, type DType, type Shape, type Tensor } from './tensor.ts';

/** The section that every replay runs. */
export const ALWAYS = 'always';

/** A trace: operations in the order in which they will run. Order is meaning: a read sees the effects before it. */
export class Graph {
  readonly nodes: Node[] = [];
  /** Sections that a replay runs more than once in a row, and how often. */
  readonly repeats = new Map<string, number>();
  #section = ALWAYS;

  /** Records what `body` traces under a section name, so that a replay may leave it out. */
  section<Result>(name: string, body: () => Result): Result {
    const outer = this.#section;
    this.#section = name;
    try {
      return body();
    } finally {
      this.#section = outer;
    }
  }

  /**
   * Records what `body` traces as a section that a replay runs `count` times in a row; what one turn leaves to the next
   * lies in variables.
   * @throws ShapeError when the section exists already, or for less than one turn.
   */
  repeat(name: string, count: number, body: () => void): void {
    if (!Number.isInteger(count) || count < 1 || this.nodes.some(({ section }) => section === name)) {
      throw new ShapeError(
        `repeat ${name}: expected a new section and 1 turn or more, got ${String(count)} turns; choose another name or count`,
      );
    }
    this.repeats.set(name, count);
    this.section(name, body);
  }

  /**
   * A variable, or the slice of it that starts at element `offset`, as a tensor.
   * @throws ShapeError when the slice is not aligned to 64 elements or leaves the variable.
   */
  read(variable: Variable, shape: Shape = variable.shape, offset = 0): Tensor {
    if (offset % SLICE_ALIGNMENT !== 0 || offset + sizeOf(shape) > sizeOf(variable.shape)) {
      throw new ShapeError(
        `read ${variable.label}: expected an offset that is a multiple of ${String(SLICE_ALIGNMENT)} inside ${formatShape(variable.shape)}, got ${String(offset)} for ${formatShape(shape)}; align the slice`,
      );
    }
    return { graph: this, shape, dtype: variable.dtype, origin: { kind: 'variable', variable, offset } };
  }

  /** The same memory under another shape. @throws ShapeError when the sizes differ. */
  reshape(base: Tensor, shape: Shape): Tensor {
    if (sizeOf(shape) !== sizeOf(base.shape)) {
      throw new ShapeError(
        `reshape: expected ${String(sizeOf(base.shape))} elements, got ${formatShape(shape)}; keep the number of elements`,
      );
    }
    return { graph: this, shape, dtype: base.dtype, origin: { kind: 'reshape', base } };
  }

  /** Puts `value` into a slice of a variable. @throws ShapeError when the target is no variable or has another size. */
  store(value: Tensor, target: Tensor): void {
    if (target.origin.kind !== 'variable' || !sameShape(value.shape, target.shape) || value.dtype !== target.dtype) {
      throw new ShapeError(
        `store: expected a variable of shape ${formatShape(value.shape)}, got ${formatShape(target.shape)}; match the slice`,
      );
    }
    this.nodes.push({ kind: 'store', section: this.#section, value, target });
  }

  /** Appends an operation and gives its result. */
  record(rules: OpRules, inputs: readonly Tensor[], shape: Shape, dtype: DType): Tensor {
    const node = { kind: 'op', section: this.#section, rules, inputs } as unknown as OpNode;
    node.output = { graph: this, shape, dtype, origin: { kind: 'op', node } };
    this.nodes.push(node);
    return node.output;
  }

  /** Appends an operation that changes variables in place. */
  effect(effect: Omit<EffectNode, 'kind' | 'section'>): void {
    this.nodes.push({ kind: 'effect', section: this.#section, ...effect });
  }
}
