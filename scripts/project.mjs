import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder, without a trailing slash. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** An error whose message tells a person what to do; shown without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * True for the file that Node was told to run, false for one that another imports.
 * @param {string} file `import.meta.filename`
 */
export function isEntry(file) {
  const entry = process.argv[1];
  return entry !== undefined && existsSync(entry) && realpathSync(entry) === file;
}

/**
 * Runs a script's main function and ends the process with the exit code it returns.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exit(await main());
  } catch (error) {
    if (error instanceof SetupError) console.error(`\n${error.message}`);
    else console.error(error);
    process.exit(1);
  }
}

/** @typedef {{ code: number, output: string }} Outcome */

/**
 * Runs a command in the checkout. With `quiet` its output is collected, otherwise it goes to the terminal, with `aside` as
 * messages only.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, aside?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { env = {}, quiet = false, aside = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', aside ? 2 : 'inherit', 'inherit'],
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${command}: ${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === null ? 1 : 130), output }));
  });
}

/**
 * Runs npm: the one that started this script when there is one, else the one on PATH. What it says are messages, not the
 * answer of the command that needs it.
 * @param {readonly string[]} args
 */
export function runNpm(args) {
  const cli = process.env['npm_execpath'];
  // Started by another package manager, this names that one.
  if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args], { aside: true });
  return process.platform === 'win32' ? run('cmd', ['/c', 'npm', ...args], { aside: true }) : run('npm', args, { aside: true });
}

/**
 * True when the command runs and exits with 0.
 * @param {string} command
 * @param {readonly string[]} args
 */
export function succeeds(command, args) {
  return spawnSync(command, [...args], { stdio: 'ignore' }).status === 0;
}
