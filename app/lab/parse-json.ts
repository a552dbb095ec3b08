import { describeIssue } from './describe-issue.ts';
import type { z } from './schema.ts';
import { SpecError, type SpecIssue } from './spec-error.ts';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 16;

/**
 * What a schema makes of parsed JSON (or any value), checked field by field.
 * @throws SpecError with every issue found.
 */
export function parseJson<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const forbidden = forbiddenKeys(json);
  if (forbidden.length > 0) throw new SpecError(forbidden);
  const result = schema.safeParse(json, { error: describeIssue });
  if (result.success) return result.data;
  throw new SpecError(result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })));
}

/**
 * The value in a text of JSON.
 * @throws SpecError when the text is no JSON.
 */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SpecError([{ path: '', message: `expected JSON, got text that is not (${reason}); check commas and quotes` }]);
  }
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
