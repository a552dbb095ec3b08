import { z } from './schema.ts';

type Issue = z.core.$ZodRawIssue;
type Schema = z.core.JSONSchema.JSONSchema;

const ARTICLES: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  integer: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/**
 * Says in words what the schema allows and what came: `expected a number greater than 0 and at most 1000, got -1`.
 * Made for `schema.safeParse(value, { error: describeIssue })`.
 */
export function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const names = issue.keys.map((key) => JSON.stringify(key)).join(', ');
      return `unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${names}; remove ${issue.keys.length === 1 ? 'it' : 'them'}`;
    }
    case 'invalid_value':
      return `expected ${alternatives(issue.values)}, got ${show(issue.input)}`;
    case 'invalid_union':
      return `expected ${alternatives(Array.isArray(issue.options) ? issue.options : [])}, got ${show(discriminatorOf(issue))}`;
    case 'invalid_type':
    case 'too_big':
    case 'too_small':
      return `expected ${describeSchema(issue)}, got ${show(issue.input)}`;
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
    default:
      return `expected another value, got ${show(issue.input)}`;
  }
}

function describeSchema(issue: Issue): string {
  const schema = issue.schema === undefined ? {} : jsonSchema(issue.schema);
  const type = schema.type ?? issue['expected'];
  const noun = ARTICLES[String(type)] ?? String(type);
  switch (type) {
    case 'number':
    case 'int':
    case 'integer':
      return `${noun}${range(limit(schema.exclusiveMinimum), schema.minimum, schema.maximum, limit(schema.exclusiveMaximum))}`;
    case 'string':
      return `${noun} of ${lengths(schema.minLength, schema.maxLength, 'characters')}`;
    case 'array':
      return `${noun} of ${lengths(schema.minItems, schema.maxItems, 'entries')}`;
    default:
      return noun;
  }
}

/** The JSON Schema of a part of a schema; empty for what JSON cannot express. */
function jsonSchema(schema: z.core.$ZodType): Schema {
  return z.toJSONSchema(schema, { unrepresentable: 'any' });
}

/** Draft 4 writes exclusive limits as booleans; draft 2020-12, which zod writes, never does. */
function limit(value: number | boolean | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function range(above?: number, from?: number, to?: number, below?: number): string {
  const parts = [
    ...(above === undefined ? [] : [`greater than ${String(above)}`]),
    ...(from === undefined || from === Number.MIN_SAFE_INTEGER ? [] : [`from ${String(from)}`]),
    ...(below === undefined ? [] : [`below ${String(below)}`]),
    ...(to === undefined || to === Number.MAX_SAFE_INTEGER ? [] : [`${from === undefined ? 'at most' : 'to'} ${String(to)}`]),
  ];
  if (parts.length === 0) return '';
  return ` ${from !== undefined && below === undefined ? parts.join(' ') : parts.join(' and ')}`;
}

function lengths(minimum: number | undefined, maximum: number | undefined, unit: string): string {
  if (maximum === undefined) return `${String(minimum ?? 0)} or more ${unit}`;
  return `${String(minimum ?? 0)} to ${String(maximum)} ${unit}`;
}

function alternatives(values: readonly unknown[]): string {
  const shown = values.map(show);
  return shown.length > 1 ? `one of ${shown.join(', ')}` : (shown[0] ?? 'another value');
}

function discriminatorOf(issue: Issue): unknown {
  const key = issue['discriminator'];
  const input = issue.input;
  if (typeof key !== 'string' || typeof input !== 'object' || input === null) return input;
  return (input as Record<string, unknown>)[key];
}

/** A value as it may stand in a message: short, and never its content where that is long. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    case 'undefined':
      return 'nothing';
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
    case 'function':
    case 'symbol':
    default:
      return `a ${typeof value}`;
  }
}
