import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const include = ['gpu/**/*.test.ts', 'app/**/*.test.ts'];

export default defineConfig({
  test: {
    fileParallelism: false,
    testTimeout: 120_000,
    projects: [
      {
        test: {
          name: 'chromium',
          include,
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: CHROMIUM_FLAGS, executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      { test: { name: 'dawn', include, environment: 'node', testTimeout: 120_000, pool: 'forks', fileParallelism: false } },
    ],
  },
});
