import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT, run, SetupError, succeeds } from './project.mjs';

/** The flags of every browser a test starts: headless Chromium has no WebGPU adapter without `--enable-unsafe-webgpu`. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable'];

const MAC_BROWSERS = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

const WINDOWS_BROWSERS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Where Linux packages put what their wrapper scripts start. */
const LINUX_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib64/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/snap/chromium/current/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/opt/microsoft/msedge',
];

/**
 * Path of the browser to test with: `CHROMIUM_PATH`, else one of the system; null when there is none.
 * @throws SetupError when `CHROMIUM_PATH` names nothing.
 */
export function findChromium() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen))
      throw new SetupError(`CHROMIUM_PATH: expected a Chromium program, got ${chosen}, which does not exist; correct or unset it`);
    return chosen;
  }
  return systemBrowsers().find(starts) ?? null;
}

/**
 * Path of the browser to test with, installing one when there is none: Playwright's Chromium, else the system's by apt.
 * @throws SetupError when every way fails.
 */
export async function ensureChromium() {
  const found = findChromium() ?? (await playwrightChromium());
  if (found !== null) return found;
  console.log('Installing Chromium (playwright install chromium) …');
  await run(process.execPath, [join(ROOT, 'node_modules', 'playwright', 'cli.js'), 'install', '--no-shell', 'chromium']);
  const installed = (await playwrightChromium()) ?? (await installByApt());
  if (installed === null) {
    throw new SetupError(
      'Chromium: none found and none could be installed; install Chromium or Chrome, or set CHROMIUM_PATH to its program',
    );
  }
  return installed;
}

/** Folders that may hold a Chromium, and with it the SwiftShader driver it ships. */
export function chromiumFolders() {
  const programs = [process.env['CHROMIUM_PATH'] ?? '', ...systemBrowsers()].filter((path) => existsSync(path));
  return [...programs.flatMap((path) => [dirname(realpathSync(path)), ...namedFolders(path)]), ...LINUX_FOLDERS, ...playwrightFolders()];
}

/** The browsers of this system, by the order of preference; they may still be broken. */
function systemBrowsers() {
  if (process.platform === 'darwin') return [...MAC_BROWSERS, ...MAC_BROWSERS.map((path) => join(homedir(), path))].filter(isProgram);
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
    return WINDOWS_BROWSERS.flatMap((path) => roots.map((root) => join(root, path))).filter(isProgram);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))).filter(isProgram);
}

/**
 * False for the stubs some distributions install in place of a browser. Windows' browsers open a window when asked.
 * @param {string} path
 */
function starts(path) {
  return process.platform === 'win32' || succeeds(path, ['--version']);
}

/** Playwright's own Chromium when it has been downloaded and its system libraries are there. */
async function playwrightChromium() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return isProgram(path) && starts(path) ? path : null;
}

async function installByApt() {
  if (process.platform !== 'linux' || !succeeds('apt-get', ['--version'])) return null;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !succeeds('sudo', ['-n', 'true'])) return null;
  console.log('Installing Chromium (apt-get install chromium) …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) =>
    isRoot ? run('apt-get', args, { env }) : run('sudo', ['-n', 'apt-get', ...args], { env });
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'chromium');
  return systemBrowsers().find(starts) ?? null;
}

/** Folders with a Chromium that Playwright downloaded, on Linux. */
function playwrightFolders() {
  const cache = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(cache)) return [];
  const browsers = readdirSync(cache).filter((name) => name.startsWith('chromium'));
  return browsers.flatMap((name) => readdirSync(join(cache, name)).map((platform) => join(cache, name, platform)));
}

/**
 * Absolute folders a wrapper script names; nothing for a compiled program.
 * @param {string} path
 */
function namedFolders(path) {
  const text = readFileSync(path).subarray(0, 16_384).toString('latin1');
  if (!text.startsWith('#!')) return [];
  return [...text.matchAll(/\/(?:usr\/lib\w*|opt|snap)\/[\w./-]+/g)].map(([folder]) => folder);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
