import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { readOptions } from './options.mjs';
import { ensureData } from './prepare-data.mjs';
import { ROOT, runMain, SetupError } from './project.mjs';

const USAGE = `npm start -- [--no-open] [--port N]
  --no-open   do not open a browser
  --port N    serve on this port and no other (default: 4173, or the next free one)`;

const DEFAULT_PORT = 4173;

/** Installs, prepares the data, builds, each only when something changed, then serves the page until Ctrl-C. */
async function main() {
  const options = readOptions(USAGE, { 'no-open': { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean' } });
  if (options.help === true) {
    console.log(USAGE);
    return 0;
  }
  const port = readPort(options.port);
  await ensureInstalled();
  ensureData();
  await ensureBuilt();
  const server = await serve(port, options['no-open'] !== true && hasDisplay());
  console.log(`\nCurvature Lab is at ${server.resolvedUrls?.local[0] ?? 'an unknown address'} – Ctrl-C stops it.`);
  await new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, resolve)));
  return 0;
}

/**
 * @param {string | undefined} text
 * @returns {number | null} null when none is asked for
 */
function readPort(text) {
  if (text === undefined) return null;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new SetupError(`--port: expected a number from 1 to 65535, got ${text}; name one`);
  return port;
}

/**
 * @param {number | null} port
 * @param {boolean} open
 */
async function serve(port, open) {
  const { preview } = await import('vite');
  try {
    return await preview({ root: ROOT, logLevel: 'warn', preview: { port: port ?? DEFAULT_PORT, strictPort: port !== null, open } });
  } catch (error) {
    if (port !== null && error instanceof Error && error.message.includes('already in use')) {
      throw new SetupError(`--port: ${port} is taken by another program; stop that one, name another port, or leave --port out`);
    }
    throw error;
  }
}

/** True when a browser could show itself. */
function hasDisplay() {
  if (process.env['CI'] !== undefined) return false;
  return process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
}

await runMain(main);
