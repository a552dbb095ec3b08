import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_FLAGS, findChromium } from './scripts/chromium.mjs';

const include = ['gpu/**/*.test.{ts,tsx}', 'app/**/*.test.{ts,tsx}'];
const slow = '**/*.slow.test.ts';
const nodeOnly = '**/*.node.test.ts';
const node = { environment: 'node', pool: 'forks', fileParallelism: false } as const;
const executablePath = findChromium();

/**
 * `chromium`: every test in a real browser, and `node` what only Node has, as `npm test` runs them. `dawn`: all of them in
 * Node on another Vulkan driver.
 * `slow`: long training runs in Node. By hand: `npx vitest run --project chromium gpu/ops/softmax.test.ts`.
 */
export default defineConfig({
  test: {
    fileParallelism: false,
    testTimeout: 120_000,
    projects: [
      {
        test: {
          name: 'chromium',
          include,
          exclude: [slow, nodeOnly],
          testTimeout: 120_000,
          // Much of a test is compilation and float64 loops on one core: a second file fills the other.
          fileParallelism: true,
          maxWorkers: 2,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath === null ? {} : { executablePath }) } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      { test: { ...node, name: 'dawn', include, exclude: [slow], testTimeout: 120_000 } },
      { test: { ...node, name: 'node', include: [`app/${nodeOnly}`], testTimeout: 120_000 } },
      { test: { ...node, name: 'slow', include: [`gpu/${slow}`, `app/${slow}`], testTimeout: 1_800_000 } },
    ],
  },
});
