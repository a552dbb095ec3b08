import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { formatMarkdown, formatTable, judge } from './bench-report.mjs';
import { serveBench } from './bench-server.mjs';
import { CHROMIUM_FLAGS, ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { readOptions } from './options.mjs';
import { ROOT, runMain, runNpm, SetupError } from './project.mjs';

const USAGE = `npm run bench -- [--only NAMES] [--peers PEERS] [--markdown]
  --only      matmul, gram, cholesky, inverse, training, kfac, models, javascript (default: all), or single measures of these
              such as cnn-sgd-64 or matmul-512-512-512, separated by commas
  --peers     "ours", "jax-js webgpu", "tfjs webgpu", "jax-js wasm", "tfjs wasm" (default: all), separated by commas
  --markdown  also print the table as Markdown`;

/** A measurement that takes longer has failed; ms. */
const PATIENCE = 240_000;

/**
 * @typedef {import('../bench/measures.ts').Measure} Measure
 * @typedef {import('../bench/measures.ts').PeerName} PeerName
 * @typedef {import('../bench/sample.ts').Sampled} Sampled
 * @typedef {{ readonly kind: 'sampled', readonly sampled: Sampled } | { readonly kind: 'none' } | { readonly kind: 'failed', readonly message: string }} Entry
 * @typedef {Readonly<Record<string, Partial<Record<PeerName, Entry>>>>} Entries by measure and peer
 */

/**
 * Times this project's kernels and training steps and those of peers, each in a page of its own in the same browser.
 * @returns {Promise<number>} the exit code: 0 also when bars are missed, since they are goals, not tests
 */
async function main() {
  const options = readOptions(USAGE, {
    only: { type: 'string' },
    peers: { type: 'string' },
    markdown: { type: 'boolean' },
    help: { type: 'boolean' },
  });
  if (options.help === true) {
    console.log(USAGE);
    return 0;
  }
  await ensureInstalled();
  await ensureBenchInstalled();
  // What it loads with may only just have been installed.
  const { loadModule } = await import('./modules.mjs');
  const catalogue = /** @type {typeof import('../bench/measures.ts')} */ (await loadModule('bench/measures.ts'));
  const peers = choose('--peers', options.peers, catalogue.PEER_NAMES);
  const known = catalogue.GROUPS.flatMap((group) => catalogue.MEASURES[group].flatMap(({ id }) => [group, id]));
  const names = choose('--only', options.only, [...new Set(known)]);
  const measures = catalogue.GROUPS.flatMap((group) =>
    catalogue.MEASURES[group].filter(({ id }) => names.includes(group) || names.includes(id)),
  );

  const executablePath = await ensureChromium();
  const server = await serveBench();
  const { chromium } = await import('playwright');
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const started = performance.now();
  const loadBefore = loadOfMinute();
  /** @type {Record<string, Partial<Record<PeerName, Entry>>>} */
  const entries = Object.fromEntries(measures.map(({ id }) => [id, {}]));
  const pages = peers.map((name) => new PeerPage(browser, server.url, name));
  try {
    for (const measure of measures) {
      // All peers meet the same measure in turn, so that what else the machine does falls on all alike.
      for (const page of pages) {
        const entry = await page.measure(measure);
        /** @type {Partial<Record<PeerName, Entry>>} */ (entries[measure.id])[page.name] = entry;
        console.log(`${measure.title.padEnd(44)} ${page.name.padEnd(14)} ${describe(entry)}`);
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
  const descriptions = Object.fromEntries(pages.map(({ name, description }) => [name, description]));
  const judged = judge(measures, entries);
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores`;
  const load = `${loadBefore} before, ${loadOfMinute()} after`;
  const run = { date: new Date().toISOString(), machine, load, seconds: (performance.now() - started) / 1000, descriptions };
  mkdirSync(join(ROOT, 'results'), { recursive: true });
  writeFileSync(join(ROOT, 'results', 'bench.json'), `${JSON.stringify({ ...run, entries, bars: judged }, null, 2)}\n`);
  console.log(`\n${formatTable(run, measures, peers, entries, judged)}`);
  if (options.markdown === true) console.log(`\n${formatMarkdown(run, measures, peers, entries, judged)}`);
  console.log('\nWritten to results/bench.json.');
  return 0;
}

/** Installs the peers of bench/package-lock.json when bench/node_modules does not hold exactly those. */
async function ensureBenchInstalled() {
  const folder = join(ROOT, 'bench');
  /** @type {{ dependencies: Record<string, string> }} */
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const installed = Object.entries(dependencies).every(([name, version]) => {
    const path = join(folder, 'node_modules', name, 'package.json');
    return existsSync(path) && /** @type {{ version: string }} */ (JSON.parse(readFileSync(path, 'utf8'))).version === version;
  });
  if (installed) return;
  console.log('Installing the peers (npm ci in bench/) …');
  const { code } = await runNpm(['ci', '--prefix', folder, '--no-audit', '--no-fund']);
  if (code !== 0) throw new SetupError(`bench: npm ci ended with exit code ${code}; check the network and run the same command again`);
}

/** A peer in a page of its own, which opens with the first measurement and anew after one that failed. */
class PeerPage {
  description = '';
  /** @type {import('playwright').Page | null} */
  #page = null;
  #browser;
  #url;
  #name;

  /**
   * @param {import('playwright').Browser} browser
   * @param {string} url
   * @param {PeerName} name
   */
  constructor(browser, url, name) {
    this.#browser = browser;
    this.#url = url;
    this.#name = name;
  }

  get name() {
    return this.#name;
  }

  /**
   * @param {Measure} measure
   * @returns {Promise<Entry>}
   */
  async measure({ problem }) {
    try {
      this.#page ??= await this.#open();
      const sampled = await within(this.#page.evaluate((asked) => window.bench.measure(asked), problem));
      return sampled === null ? { kind: 'none' } : { kind: 'sampled', sampled };
    } catch (error) {
      await this.#page?.close();
      this.#page = null;
      return { kind: 'failed', message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
    }
  }

  async #open() {
    const page = await this.#browser.newPage();
    this.#page = page;
    await page.goto(this.#url);
    await page.waitForFunction(() => 'bench' in window);
    this.description = await within(page.evaluate((name) => window.bench.start(name), this.#name));
    return page;
  }
}

/**
 * @template Result
 * @param {Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function within(work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Processes that wanted a core in the last minute; measurements want about two themselves, and others spoil them. */
function loadOfMinute() {
  return (loadavg()[0] ?? NaN).toFixed(1);
}

/** @param {Entry} entry */
function describe(entry) {
  switch (entry.kind) {
    case 'none':
      return 'none';
    case 'failed':
      return `failed: ${entry.message}`;
    case 'sampled': {
      const { minimum, median, samples, cold, check } = entry.sampled;
      return `${minimum.toFixed(3)} ms, median ${median.toFixed(3)} (${samples}${cold ? ', with compilation' : ''}), check ${check.toPrecision(6)}`;
    }
  }
}

/**
 * @template {string} Name
 * @param {string} option
 * @param {string | undefined} text
 * @param {readonly Name[]} known
 * @throws SetupError when a name is unknown.
 */
function choose(option, text, known) {
  if (text === undefined) return known;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => known.every((other) => other !== name));
  if (unknown !== undefined) throw new SetupError(`${option}: expected names among ${known.join(', ')}, got "${unknown}"; name those`);
  return known.filter((name) => names.includes(name));
}

await runMain(main);
