import { describe, expect, test } from 'vitest';
import { kernelChecks } from './check-registry.ts';
import { testDevice } from './device.ts';
import { checkResult } from './kernel-check.ts';

const context = await testDevice();

describe('kernel checks', () => {
  test('have names of their own', () => {
    const names = kernelChecks.map((check) => check.name);
    expect(new Set(names).size).toBe(names.length);
  });

  // `lab check` runs all of them for all families; the tests beside each kernel prove the same and more.
  test.each(['cholesky', 'add'])('%s stays within its tolerance', async (name) => {
    const check = kernelChecks.find((entry) => entry.name === name)!;
    const { worst, allowed, cases } = await check.run(context, check.families(context.facts)[0]!, 1);
    expect(cases).toBeGreaterThan(0);
    expect(worst).toBeLessThanOrEqual(allowed);
  });

  // These choose their kernels by family, where the tests of operations see only the adapter's own.
  test.each(['patches', 'fold'])('%s stays within its tolerance in every family', async (name) => {
    const check = kernelChecks.find((entry) => entry.name === name)!;
    for (const family of check.families(context.facts)) {
      const { worst, allowed } = await check.run(context, family, 1);
      expect(worst, family).toBeLessThanOrEqual(allowed);
    }
  });

  test('count NaN as infinitely wrong', () => {
    expect(checkResult([0.1, NaN, 0.2])).toEqual({ worst: Infinity, allowed: 1, cases: 3 });
    expect(checkResult([0.1, 0.2])).toEqual({ worst: 0.2, allowed: 1, cases: 2 });
  });
});
