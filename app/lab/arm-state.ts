import type { State, Variable } from '../../gpu/graph/state.ts';
import type { Guard } from '../../gpu/optimizers/guard.ts';
import type { Report } from '../../gpu/optimizers/report.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { readOnce } from '../../gpu/runtime/readback.ts';
import { cutVariable, joinVariable, tensorSlices, type StateLayout, type TensorSource } from './checkpoint-tensors.ts';
import { DataError } from './datasets/data-source.ts';
import { show } from './describe-issue.ts';
import type { StoredTensor } from './files/safetensors.ts';

export interface ArmStateParts {
  readonly context: DeviceContext;
  readonly state: State;
  readonly layout: StateLayout;
  /** u32 `[2]` of steps begun and seed. */
  readonly counter: Variable;
  readonly seed: number;
  readonly guard: Guard;
  readonly report: Report;
}

type Contents = ReadonlyMap<Variable, Float32Array | Uint32Array>;

const REMEDY = 'take a checkpoint of the same run';

/** Everything an arm's later steps depend on: saved and restored bit for bit. */
export class ArmState {
  readonly #parts: ArmStateParts;

  constructor(parts: ArmStateParts) {
    this.#parts = parts;
  }

  /** The kept variables as they are on the GPU now, by the names of a checkpoint. @throws DeviceLostError */
  async save(): Promise<ReadonlyMap<string, StoredTensor>> {
    const { context, state, layout } = this.#parts;
    const tensors = new Map<string, StoredTensor>();
    // One by one: together they may be larger than the largest buffer.
    for (const variable of state.kept) {
      const bytes = new Uint8Array(await readOnce(context, [state.range(variable)]));
      for (const [name, tensor] of cutVariable(variable, bytes, layout)) tensors.set(name, tensor);
    }
    return tensors;
  }

  /**
   * Puts the kept variables back as they were saved.
   * @returns the steps begun
   * @throws DataError naming the tensor and what was expected; nothing is changed then.
   */
  restore(source: TensorSource): number {
    const { context, state, counter } = this.#parts;
    const contents = this.#read(source);
    for (const [variable, content] of contents) state.write(context, variable, content);
    return contents.get(counter)![0]!;
  }

  #read(source: TensorSource): Contents {
    const { state, layout, report, counter, seed, guard } = this.#parts;
    const expected = new Set(state.kept.flatMap((variable) => [variable.label, ...tensorSlices(variable, layout).map(({ name }) => name)]));
    const stranger = [...source.tensors.keys()].find((name) => !expected.has(name));
    if (stranger !== undefined) throw new DataError(`${source.file}: expected only tensors of this arm, got ${show(stranger)}`, REMEDY);
    // In reports NaN stands for what is not known.
    const finite = (variable: Variable): boolean => variable !== report.current && variable !== report.ring;
    const contents = new Map(state.kept.map((variable) => [variable, joinVariable(variable, source, layout, finite(variable))]));
    const got = contents.get(counter)![1]!;
    if (got !== seed)
      throw new DataError(`${source.file}: expected tensor ${show(counter.label)} to hold seed ${seed}, got ${got}`, REMEDY);
    const health = contents.get(guard.health)!;
    if (!guard.isHealth(health)) {
      throw new DataError(`${source.file}: expected tensor ${show(guard.health.label)} to name a layer, got ${health[0]!}`, REMEDY);
    }
    return contents;
  }
}
