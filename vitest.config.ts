import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, findChromium } from './scripts/chromium.mjs';

const include = ['gpu/**/*.test.{ts,tsx}', 'app/**/*.test.{ts,tsx}'];
const slow = '**/*.slow.test.ts';
const sweep = '**/*.sweep.test.ts';
const nodeOnly = '**/*.node.test.ts';
const executablePath = findChromium();

const node = { environment: 'node', pool: 'forks', fileParallelism: false } as const;
const chromium = {
  // Much of a test is compilation and float64 loops on one core: a second file fills the other.
  fileParallelism: true,
  maxWorkers: 2,
  // The files of a page share its modules, its device and the pipelines that were compiled for others.
  isolate: false,
  browser: {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    provider: playwright({ launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath === null ? {} : { executablePath }) } }),
    instances: [{ browser: 'chromium' as const }],
  },
};
/** Read by gpu/testing/sweep.ts. */
const whole = { SWEEPS: 'whole' };

/**
 * `chromium`: every test in a real browser, and `node` what only Node has, as `npm test` runs them. `dawn`: all of them in
 * Node on another Vulkan driver.
 * `sweeps`: tests that `npm test` runs on a few of their cases, on all. `slow`: long training runs in Node.
 * By hand: `npx vitest run --project chromium gpu/ops/softmax.test.ts`.
 */
export default defineConfig({
  test: {
    fileParallelism: false,
    testTimeout: 120_000,
    projects: [
      { test: { ...chromium, name: 'chromium', include, exclude: [slow, nodeOnly], testTimeout: 120_000 } },
      { test: { ...chromium, name: 'sweeps', include: [sweep], env: whole, testTimeout: 120_000 } },
      { test: { ...node, name: 'dawn', include, exclude: [slow], env: whole, testTimeout: 120_000 } },
      { test: { ...node, name: 'node', include: [`app/${nodeOnly}`], testTimeout: 120_000 } },
      { test: { ...node, name: 'slow', include: [`gpu/${slow}`, `app/${slow}`], testTimeout: 1_800_000 } },
    ],
  },
});
