import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project.mjs';

/**
 * One step of `npm test`: programs that run one after the other. Steps that count no tests may run beside each other.
 * @typedef {object} Step
 * @property {string} name
 * @property {(report: string) => string[][]} commands the arguments of node for each; `report` is where counts go
 * @property {'vitest' | 'playwright'} [counts] whose report it is
 * @property {boolean} [onRequest] runs only when `--only` names it
 */

/** @type {readonly Step[]} */
export const STEPS = [
  // The longest first, so that the others fill the second core. It checks types as the compiler does.
  { name: 'lint', commands: () => [program('oxlint', 'oxlint'), ['scripts/lint-shaders.mjs']] },
  { name: 'build', commands: () => [['scripts/build.mjs']] },
  { name: 'format', commands: () => [program('oxfmt', 'oxfmt', '--check', '.')] },
  {
    name: 'layers',
    commands: () => [
      program('dependency-cruiser', 'depcruise', '--config', '.dependency-cruiser.mjs', 'app', 'gpu', 'e2e', 'bench', 'scripts'),
    ],
  },
  { name: 'unused', commands: () => [program('knip', 'knip', '--no-config-hints')] },
  { name: 'unit', commands: (report) => [vitest(report, 'chromium')], counts: 'vitest' },
  { name: 'node', commands: (report) => [vitest(report, 'node')], counts: 'vitest' },
  { name: 'e2e', commands: () => [program('@playwright/test', 'playwright', 'test', '--reporter=list,json')], counts: 'playwright' },
  { name: 'dawn', commands: (report) => [vitest(report, 'dawn')], counts: 'vitest', onRequest: true },
  { name: 'slow', commands: (report) => [vitest(report, 'slow', 'sweeps')], counts: 'vitest', onRequest: true },
];

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * The tests a report counts. A file that broke before its first test, or a run without a report, is one failure.
 * @param {'vitest' | 'playwright'} kind
 * @param {string} path
 * @returns {Counts}
 */
export function readCounts(kind, path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  try {
    return countsOf(kind, readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/**
 * @param {'vitest' | 'playwright'} kind
 * @param {string} text
 * @returns {Counts}
 * @throws SyntaxError for a report cut short.
 */
function countsOf(kind, text) {
  if (kind === 'vitest') {
    /** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} */
    const report = JSON.parse(text);
    const broken = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
  }
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number }, errors: unknown[] }} */
  const { stats, errors } = JSON.parse(text);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/**
 * @param {string} report
 * @param {string[]} projects
 */
function vitest(report, ...projects) {
  const chosen = projects.flatMap((project) => ['--project', project]);
  return program('vitest', 'vitest', 'run', ...chosen, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
}

/**
 * Node's arguments that run a program of an installed package.
 * @param {string} name of the package
 * @param {string} command
 * @param {string[]} args
 */
function program(name, command, ...args) {
  const folder = join(ROOT, 'node_modules', name);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const path = typeof bin === 'string' ? bin : bin[command];
  if (path === undefined) throw new Error(`${name}: expected a program ${command}, got none; correct scripts/test-steps.mjs`);
  return [join(folder, path), ...args];
}
