import { expect, test } from 'vitest';
import type { KernelCheck } from '../../gpu/testing/kernel-check.ts';
import { fakeContext } from '../lab/testing/fake-engine.ts';
import { checkCommand } from './check-command.ts';

const { context } = fakeContext();

function check(name: string, worst: number | Error): KernelCheck {
  return {
    name,
    families: () => ['register', 'workgroup'],
    run: () => (worst instanceof Error ? Promise.reject(worst) : Promise.resolve({ worst, allowed: 1, cases: 4 })),
  };
}

async function run(checks: readonly KernelCheck[], only: string | null = null) {
  const lines: string[] = [];
  const terminal = { out: (line: string) => lines.push(line), note: () => undefined, replace: null };
  const code = await checkCommand({ seed: 1, only }, checks, context, terminal);
  return { code, text: lines.join('\n') };
}

test('a row for every check and family', async () => {
  const { code, text } = await run([check('matmul', 0.5), check('gram', 1)]);
  expect(code).toBe(0);
  expect(text).toMatch(/matmul +register +4 +0\.50 +1\.0 +ok\nmatmul +workgroup/);
  expect(text).toContain('All within tolerance.');
});

test('fails on an error beyond the tolerance, on NaN and on kernels that do not run', async () => {
  expect((await run([check('matmul', 1.5)])).text).toContain('matmul with register kernels: error 1.50 times the allowed');
  expect((await run([check('matmul', Infinity)])).code).toBe(1);
  expect((await run([check('matmul', NaN)])).code).toBe(1);
  const { code, text } = await run([check('gram', 0.1), check('matmul', new Error('does not compile'))]);
  expect(code).toBe(1);
  expect(text).toContain('2 of 4 checks failed.');
  expect(text).toContain('matmul with workgroup kernels: does not compile');
});

test('runs only what was named', async () => {
  expect((await run([check('matmul', 2), check('gram', 0.5)], 'gram')).code).toBe(0);
  await expect(run([check('matmul', 2)], 'nothing')).rejects.toThrow('--only');
});
