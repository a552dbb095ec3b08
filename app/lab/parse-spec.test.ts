import { describe, expect, test } from 'vitest';
import { KFAC_DEFAULTS } from './kfac-spec.ts';
import { parseSpec, parseSpecText, specJsonSchema } from './parse-spec.ts';
import { constantRate } from './schedule-spec.ts';
import { issuesOf, kfac, valid, withArm } from './testing/written-spec.ts';

/** The spec with every optional field. */
function withDefaults(spec: typeof valid): object {
  const step = { ...kfac.step, schedule: constantRate };
  const arms = spec.arms.map((arm) =>
    arm.optimizer.kind === 'kfac' ? { ...arm, optimizer: { ...KFAC_DEFAULTS, ...arm.optimizer, step } } : arm,
  );
  return { batchGrowth: null, order: 'shuffled', initial: null, ...spec, arms };
}

describe('parseSpec', () => {
  test('returns a valid spec as it is', () => {
    const complete = withDefaults(valid);
    expect(parseSpec(structuredClone(complete))).toEqual(complete);
    expect(parseSpecText(JSON.stringify(complete))).toEqual(complete);
  });

  test('fills in what specs written before a choice existed leave out', () => {
    expect(parseSpec(structuredClone(valid))).toEqual(withDefaults(valid));
    const batchGrowth = { to: 1000, steps: 50, stages: 4 };
    const chosen = { ...withDefaults(valid), batchGrowth, order: 'sequential', initial: { checkpoint: 'start.safetensors' } };
    expect(parseSpec(chosen)).toEqual(chosen);
  });

  test('refuses unknown and dangerous names, NaN and infinities', () => {
    expect(issuesOf({ ...valid, extra: 1 })).toEqual([{ path: '', message: 'unknown field "extra"; remove it' }]);
    expect(() => parseSpecText(JSON.stringify(valid).replace('"seed"', '"__proto__":{"a":1},"seed"'))).toThrow('__proto__: this name');
    expect(() => parseSpecText(JSON.stringify(valid).replace('"lambda"', '"constructor":1,"lambda"'))).toThrow('damping.constructor');
    for (const bad of [NaN, Infinity, -Infinity]) {
      const issues = issuesOf(withArm({ ...kfac, weightDecay: bad }));
      expect(issues).toEqual([{ path: 'arms.2.optimizer.weightDecay', message: `expected a number from 0 to 1, got ${String(bad)}` }]);
    }
  });

  test('exports a JSON Schema that closes every object and requires no default', () => {
    interface ObjectSchema {
      readonly additionalProperties: boolean;
      readonly required: readonly string[];
    }
    interface SpecSchema extends ObjectSchema {
      readonly properties: { readonly arms: { readonly maxItems: number; readonly items: ArmSchema } };
    }
    interface ArmSchema {
      readonly properties: { readonly optimizer: { readonly oneOf: readonly ObjectSchema[] } };
    }
    const { properties, ...spec } = specJsonSchema() as SpecSchema;
    expect(spec.additionalProperties).toBe(false);
    expect(spec.required).toContain('batchSize');
    expect(spec.required).not.toContain('order');
    expect(properties.arms.maxItems).toBe(4);
    const [sgd] = properties.arms.items.properties.optimizer.oneOf;
    expect(sgd!.required).toContain('learningRate');
    expect(sgd!.required).not.toContain('schedule');
  });
});
