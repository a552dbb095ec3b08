import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { readOptions } from './options.mjs';
import { ensureData } from './prepare-data.mjs';
import { run, runMain, SetupError } from './project.mjs';
import { readCounts, STEPS } from './test-steps.mjs';
import { chooseVulkanDriver } from './vulkan.mjs';

const NAMES = STEPS.map(({ name }) => name);

const USAGE = `npm test -- [--only ${NAMES.join(',')}]
  --only   run these steps (default: all but ${STEPS.flatMap(({ name, onRequest }) => (onRequest === true ? [name] : [])).join(' and ')})`;

const BROWSER_STEPS = ['unit', 'e2e', 'slow'];
const DAWN_STEPS = ['node', 'dawn', 'slow'];

/** How many steps run beside each other; each of them may take a gigabyte. */
const LANES = Math.min(2, availableParallelism());

/**
 * Runs every step, also after one failed, and ends with the line `N passed, N failed`, which counts tests.
 * @returns {Promise<number>} 0 when all steps passed
 */
async function main() {
  const options = readOptions(USAGE, { only: { type: 'string' }, help: { type: 'boolean' } });
  if (options.help === true) {
    console.log(USAGE);
    return 0;
  }
  const steps = selectSteps(options.only);
  const started = performance.now();
  await ensureInstalled();
  ensureData();
  if (steps.some(({ name }) => BROWSER_STEPS.includes(name))) {
    process.env['CHROMIUM_PATH'] = await ensureChromium();
    console.log(`Browser: ${process.env['CHROMIUM_PATH']}`);
  }
  if (steps.some(({ name }) => DAWN_STEPS.includes(name))) chooseVulkanDriver('auto');
  /** @type {Result[]} */
  const results = [{ name: 'set-up', good: true, seconds: secondsSince(started), counts: null }];
  for (const group of groupsOf(steps)) results.push(...(await runGroup(group)));
  summarise(results, secondsSince(started));
  return results.every(({ good }) => good) ? 0 : 1;
}

/**
 * @param {string | undefined} only
 * @throws SetupError when a name is unknown.
 */
function selectSteps(only) {
  if (only === undefined) return STEPS.filter(({ onRequest }) => onRequest !== true);
  const names = only.split(',');
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new SetupError(`--only: expected names among ${NAMES.join(', ')}, got "${unknown}"; name those`);
  return STEPS.filter(({ name }) => names.includes(name));
}

/** @typedef {import('./test-steps.mjs').Step} Step */

/** @typedef {{ name: string, good: boolean, seconds: number, counts: import('./test-steps.mjs').Counts | null }} Result */

/**
 * Neighbours that count no tests together, every other step alone.
 * @param {readonly Step[]} steps
 */
function groupsOf(steps) {
  /** @type {Step[][]} */
  const groups = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last !== undefined && [...last, step].every(({ counts }) => counts === undefined)) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/**
 * Runs the steps of a group beside each other.
 * @param {readonly Step[]} steps
 * @returns {Promise<Result[]>} in the order of the steps
 */
async function runGroup(steps) {
  console.log(`\n── ${steps.map(({ name }) => name).join(', ')}`);
  /** @type {Result[]} */
  const results = [];
  const waiting = steps.entries();
  const lane = async () => {
    for (const [index, step] of waiting) results[index] = await runStep(step);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/**
 * Runs a step's programs. Those that count tests write to the terminal as they go, the others only when they fail.
 * @param {Step} step
 * @returns {Promise<Result>}
 */
async function runStep({ name, commands, counts: kind }) {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'curvature-lab-'));
  const report = join(folder, 'report.json');
  let good = true;
  for (const args of commands(report)) {
    const { code, output } = await run(process.execPath, args, { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report }, quiet: kind === undefined });
    if (code !== 0 && output !== '') console.log(`\n${name}:\n${output}`);
    good &&= code === 0;
  }
  const counts = kind === undefined ? null : readCounts(kind, report);
  rmSync(folder, { recursive: true });
  return { name, good: good && (counts?.failed ?? 0) === 0, seconds: secondsSince(started), counts };
}

/**
 * @param {readonly Result[]} results
 * @param {number} total seconds of all of them; those of steps that ran beside each other overlap
 */
function summarise(results, total) {
  console.log('\n── summary');
  for (const { name, good, seconds, counts } of results) {
    const tests = counts === null ? '' : `  ${counts.passed} passed, ${counts.failed} failed`;
    console.log(`${good ? '✓' : '✗'} ${name.padEnd(8)}${seconds.toFixed(1).padStart(8)} s${tests}`);
  }
  console.log(`  ${'total'.padEnd(8)}${total.toFixed(1).padStart(8)} s`);
  const bad = results.filter(({ good }) => !good);
  if (bad.length > 0)
    console.log(`\nFailed: ${bad.map(({ name }) => name).join(', ')}. Again: npm test -- --only ${bad.map(({ name }) => name).join(',')}`);
  const sum = (/** @type {'passed' | 'failed'} */ key) => results.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}

/** @param {number} started in ms */
function secondsSince(started) {
  return (performance.now() - started) / 1000;
}

await runMain(main);
