import { State, type Variable } from '../../gpu/graph/state.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { Dataset, Split } from './dataset.ts';

/** A dataset in GPU memory, shared by all arms of an experiment. */
export interface UploadedDataset {
  readonly dataset: Dataset;
  /** Owns the variables below. */
  readonly state: State;
  readonly train: UploadedSplit;
  readonly test: UploadedSplit;
  destroy(): void;
}

export interface UploadedSplit {
  readonly split: Split;
  /** Packed bytes (u32) or floats. */
  readonly inputs: Variable;
  /** Packed bytes (u32), or null without labels; a text is its own. */
  readonly labels: Variable | null;
  /** Floats, or null without numbers to be told. */
  readonly targets: Variable | null;
}

/** @throws OutOfMemoryError when the dataset does not fit. */
export async function uploadDataset(context: DeviceContext, dataset: Dataset): Promise<UploadedDataset> {
  const state = new State();
  const declare = (name: string, split: Split): UploadedSplit => {
    const inputs = declarePacked(state, `${name} inputs`, 'tokens' in split ? split.tokens : split.inputs);
    const { labels, targets } = 'tokens' in split ? { labels: null, targets: undefined } : split;
    return {
      split,
      inputs,
      labels: labels && declarePacked(state, `${name} labels`, labels),
      targets: targets === undefined ? null : declarePacked(state, `${name} targets`, targets.values),
    };
  };
  const train = declare('training', dataset.train);
  const test = declare('test', dataset.test);
  await state.allocate(context);
  return {
    dataset,
    state,
    train,
    test,
    destroy: () => {
      state.destroy(context);
    },
  };
}

function declarePacked(state: State, label: string, values: Uint8Array | Float32Array): Variable {
  if (values instanceof Float32Array) return state.variable(label, [values.length], values);
  const words = new Uint32Array(Math.ceil(values.length / 4));
  new Uint8Array(words.buffer).set(values);
  return state.variable(label, [words.length], words);
}
