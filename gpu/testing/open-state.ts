import { State, type Variable } from '../graph/state.ts';
import type { DType, Shape } from '../graph/tensor.ts';

/** A state that can be asked for its variables. */
export class OpenState extends State {
  /** By label; of equal labels the last declared. */
  readonly declared = new Map<string, Variable>();

  override variable(label: string, shape: Shape, content: Float32Array | Uint32Array | DType = 'f32'): Variable {
    const variable = super.variable(label, shape, content);
    this.declared.set(label, variable);
    return variable;
  }

  /** @throws Error naming the labels there are. */
  named(label: string): Variable {
    const variable = this.declared.get(label);
    if (variable === undefined) {
      throw new Error(`state: expected a variable ${label}, got ${[...this.declared.keys()].join(', ')}; correct the label`);
    }
    return variable;
  }
}
