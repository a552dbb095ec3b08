import { checkBatchNorm } from './check-batch-norm.ts';
import { checkBlocks } from './check-blocks.ts';
import { checkAcrossFields } from './check-spec.ts';
import { planModel } from './model/plan-model.ts';
import { parseJson, parseJsonText } from './parse-json.ts';
import { z } from './schema.ts';
import { SpecError, type SpecIssue } from './spec-error.ts';
import { specSchema, type ExperimentSpec } from './spec.ts';
import { taskOf } from './task-of.ts';

/**
 * The spec in parsed JSON (or any value), checked field by field and then across fields.
 * @throws SpecError with every issue found.
 */
export function parseSpec(json: unknown): ExperimentSpec {
  const spec = parseJson(specSchema, json);
  const issues = checkSpec(spec);
  if (issues.length > 0) throw new SpecError(issues);
  return spec;
}

/** What does not fit in the model; where all layers fit, what does not fit in minibatches and in the blocks on its weights. */
function checkModelAndBlocks(spec: ExperimentSpec): readonly SpecIssue[] {
  try {
    const plan = planModel(spec.model, taskOf(spec));
    return [...checkBatchNorm(spec, plan), ...checkBlocks(spec.arms, plan.weights)];
  } catch (error) {
    if (error instanceof SpecError) return error.issues;
    throw error;
  }
}

/**
 * The spec in a text of JSON.
 * @throws SpecError when the text is no JSON, or as `parseSpec`.
 */
export function parseSpecText(text: string): ExperimentSpec {
  return parseSpec(parseJsonText(text));
}

/** Every issue across the fields of a spec whose single fields are sound. */
export function checkSpec(spec: ExperimentSpec): SpecIssue[] {
  return [...checkAcrossFields(spec), ...checkModelAndBlocks(spec)];
}

/** The JSON Schema (draft 2020-12) of a spec as people write it, for editors; checks across fields are beyond it. */
export function specJsonSchema(): object {
  return { title: 'Curvature Lab experiment', ...z.toJSONSchema(specSchema, { target: 'draft-2020-12', io: 'input' }) };
}
