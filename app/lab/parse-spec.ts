import { z } from './schema.ts';
import { checkBlocks } from './check-blocks.ts';
import { checkAcrossFields } from './check-spec.ts';
import { describeIssue } from './describe-issue.ts';
import { layerSides } from './model/layer-sides.ts';
import { SpecError, type SpecIssue } from './spec-error.ts';
import { specSchema, type ExperimentSpec } from './spec.ts';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 16;

/**
 * The spec in parsed JSON (or any value), checked field by field and then across fields.
 * @throws SpecError with every issue found.
 */
export function parseSpec(json: unknown): ExperimentSpec {
  const forbidden = forbiddenKeys(json);
  if (forbidden.length > 0) throw new SpecError(forbidden);
  const result = specSchema.safeParse(json, { error: describeIssue });
  if (!result.success) {
    throw new SpecError(result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })));
  }
  const issues = [...checkAcrossFields(result.data), ...checkModelAndBlocks(result.data)];
  if (issues.length > 0) throw new SpecError(issues);
  return result.data;
}

/** What does not fit in the model; where all layers fit, what does not fit in the blocks on its weights. */
function checkModelAndBlocks(spec: ExperimentSpec): readonly SpecIssue[] {
  try {
    return checkBlocks(spec.arms, layerSides(spec));
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
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SpecError([{ path: '', message: `expected JSON, got text that is not (${reason}); check commas and quotes` }]);
  }
  return parseSpec(json);
}

/** The JSON Schema (draft 2020-12) of a spec as people write it, for editors; checks across fields are beyond it. */
export function specJsonSchema(): object {
  return { title: 'Curvature Lab experiment', ...z.toJSONSchema(specSchema, { target: 'draft-2020-12', io: 'input' }) };
}

/** Keys that could reach an object's prototype; zod leaves some of them out silently. */
function forbiddenKeys(value: unknown, path = '', depth = 0): SpecIssue[] {
  if (typeof value !== 'object' || value === null) return [];
  if (depth > MAX_DEPTH) return [{ path, message: `expected at most ${MAX_DEPTH} levels of nesting, got more; flatten it` }];
  return Object.keys(value).flatMap((key) => {
    const inner = path === '' ? key : `${path}.${key}`;
    if (FORBIDDEN.has(key)) return [{ path: inner, message: 'this name is not allowed; remove the field' }];
    return forbiddenKeys((value as Record<string, unknown>)[key], inner, depth + 1);
  });
}
