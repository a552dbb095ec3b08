import { expect, test } from 'vitest';
import { testDevice } from '../../gpu/testing/device.ts';
import { compareInverses } from '../lab/compare-inverses.ts';
import { inversesCommand } from './inverses-command.ts';

test('the comparison of inverses measures every method on factors that drift, and gives its memory back', async () => {
  const context = await testDevice();
  const baseline = context.memory.liveBytes;
  const lines: string[] = [];
  const terminal = { out: (line: string) => lines.push(line), note: () => undefined, replace: null };
  const weights = [
    { inputs: 40, outputs: 12 },
    { inputs: 12, outputs: 5 },
  ];
  expect(await inversesCommand(weights, compareInverses, context, terminal)).toBe(0);
  const rows = lines.join('\n').split('\n').slice(3);
  expect(rows).toHaveLength(8);
  expect(rows[0]).toMatch(/^Cholesky +1 +[\d.]+ +\d/);
  // After a single update the last inverse is near enough.
  expect(rows.find((row) => /2 iterations +1 /.test(row))).toMatch(/4 of 4$/);
  const residuals = rows.map((row) => Number(/[\d.]+ +([\d.e−-]+)(?: +\d of 4)?$/.exec(row)?.[1]?.replace('−', '-')));
  for (const residual of residuals.slice(0, 2)) expect(residual).toBeLessThan(1e-4);
  expect(context.memory.liveBytes).toBe(baseline);
});
