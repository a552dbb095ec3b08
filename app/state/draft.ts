import { parseSpec } from '../lab/parse-spec.ts';
import { SpecError, type SpecIssue } from '../lab/spec-error.ts';
import type { DataSpec } from '../lab/data-spec.ts';
import type { LayerSpec } from '../lab/model/layer-spec.ts';
import type { ModelSpec } from '../lab/model/model-spec.ts';
import type { OptimizerSpec } from '../lab/optimizer-spec.ts';
import type { ArmSpec, ExperimentSpec } from '../lab/spec.ts';

/** A spec while it is being typed: where a number belongs there may be text that is none yet. */
export type Draft<Value> = Value extends number
  ? number | string
  : Value extends readonly (infer Item)[]
    ? readonly Draft<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Draft<Value[Key]> }
      : Value;

export type SpecDraft = Draft<ExperimentSpec>;
export type DataDraft = Draft<DataSpec>;
export type ModelDraft = Draft<ModelSpec>;
/** A model given by the widths of its fully connected layers. */
export type ConnectedModelDraft = Extract<ModelDraft, { readonly kind: 'mlp' | 'autoencoder' }>;
/** A model given by its layers. */
export type GraphDraft = Extract<ModelDraft, { readonly kind: 'graph' }>;
export type DraftLayer = Draft<LayerSpec>;
export type ArmDraft = Draft<ArmSpec>;
export type OptimizerDraft = Draft<OptimizerSpec>;
export type NumberDraft = number | string;

/** A draft either reads as a spec or has issues, each bound to a field. */
export type CheckedDraft =
  | { readonly spec: ExperimentSpec; readonly issues: readonly [] }
  | { readonly spec: null; readonly issues: readonly SpecIssue[] };

/** Checks a draft as the session would. */
export function checkDraft(draft: SpecDraft): CheckedDraft {
  try {
    return { spec: parseSpec(draft), issues: [] };
  } catch (error) {
    if (error instanceof SpecError) return { spec: null, issues: error.issues };
    throw error;
  }
}
