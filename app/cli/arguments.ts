import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

/** What the command line asks for. */
export type Invocation =
  | { readonly command: 'help' | 'list' | 'schema' }
  | { readonly command: 'check'; readonly seed: number; readonly only: string | null }
  | { readonly command: 'inverses'; readonly preset: string }
  | ({ readonly command: 'run' } & RunArguments)
  | ({ readonly command: 'fit' } & FitArguments)
  | ({ readonly command: 'compare' } & CompareArguments)
  | { readonly command: 'factors'; readonly checkpoint: string; readonly out: string };

export interface RunArguments {
  /** A preset's id, or a file that ends in .json. */
  readonly experiment: string;
  readonly steps: number | null;
  readonly seconds: number | null;
  readonly seed: number | null;
  /** File for the results. */
  readonly json: string | null;
  /** Safetensors file for the state at the end; with several arms the stem of one file each. */
  readonly checkpoint: string | null;
  /** Steps between two writings of it; null for only at the end. */
  readonly saveEvery: number | null;
  /** A checkpoint to go on from. */
  readonly resume: string | null;
  /** Indices of the arms to keep, counted from 0; null for all. */
  readonly arms: readonly number[] | null;
}

export interface FitArguments {
  /** A preset's id, or a file that ends in .json. */
  readonly experiment: string;
  /** The K-FAC arm, counted from 0; null for the first. */
  readonly arm: number | null;
  /** MiB of GPU memory for its training. */
  readonly memory: number;
  /** Time of a mean step, as a multiple of SGD's. */
  readonly time: number;
  /** File for the spec with the arm as it was fitted. */
  readonly out: string | null;
}

export interface CompareArguments {
  /** A preset's id, or a file that ends in .json. */
  readonly comparison: string;
  /** File for the results, also those to go on from. */
  readonly json: string | null;
  /** Whether tables are printed as Markdown. */
  readonly markdown: boolean;
}

export const HELP = `Curvature Lab: trains networks with Block K-FAC on WebGPU and races other optimisers against it.

  lab list                        presets
  lab run <preset | spec.json>    train, then print a table
      --steps N                   stop after N steps of each arm, those before a resume included
      --seconds S                 stop after S seconds of training, all arms together
      --seed K                    seed of data, weights and minibatches
      --arms 0,2                  only these arms, counted from 0
      --json FILE                 write spec, adapter, curves and totals
      --checkpoint X.safetensors  write all state at the end; of several arms X.0-name.safetensors, X.1-…
      --save-every N              write it after every N steps too
      --resume X.safetensors      go on from such a checkpoint, bit for bit
  lab compare <preset | c.json>   train candidates of every optimiser on one budget, then score the best of each
      --json FILE                 write what is measured after each candidate; what it holds is not trained again
      --markdown                  print Markdown tables
  lab fit <preset | spec.json>    choose blocks and periods of a K-FAC arm for a budget, and say why
      --memory 256 --time 1.5     MiB of its training, and its mean step as a multiple of SGD's
      --arm N                     the arm, counted from 0 (the first with K-FAC)
      --out spec.json             write the spec with the arm as it was fitted
  lab factors <checkpoint>        write the factors A and G of a K-FAC checkpoint and their damped inverses
      --out FILE.npz              for numpy.load
  lab check                       compare every kernel with float64 on this adapter
      --seed K                    seed of the problems (1)
      --only NAME                 only checks whose name contains this
  lab inverses [preset]           time Cholesky, Newton–Schulz and inverse-free refreshes (mnist-autoencoder)
  lab schema                      JSON Schema of a spec
  lab help
`;

const COMMANDS = ['help', 'list', 'schema', 'check', 'inverses', 'run', 'compare', 'fit', 'factors'] as const;
const CHECKPOINT = '.safetensors';
const MAX_SEED = 2 ** 32 - 1;

/** @throws UsageError naming what is unknown, missing or out of range. */
export function parseArguments(argv: readonly string[]): Invocation {
  const [first = 'help', ...rest] = argv;
  if (argv.includes('--help') || argv.includes('-h')) return { command: 'help' };
  const command = COMMANDS.find((name) => name === first);
  switch (command) {
    case 'help':
    case 'list':
    case 'schema':
      parse(command, rest, {}, 0);
      return { command };
    case 'check': {
      const { values } = parse(command, rest, { seed: { type: 'string' }, only: { type: 'string' } }, 0);
      return { command, seed: wholeNumber('--seed', values['seed'], 0, MAX_SEED) ?? 1, only: values['only'] ?? null };
    }
    case 'inverses':
      return { command, preset: parse(command, rest, {}, 1).positionals[0] ?? 'mnist-autoencoder' };
    case 'run':
      return { command, ...parseRun(rest) };
    case 'fit':
      return { command, ...parseFit(rest) };
    case 'compare':
      return { command, ...parseCompare(rest) };
    case 'factors':
      return { command, ...parseFactors(rest) };
    case undefined:
      throw new UsageError(`expected one of ${COMMANDS.join(', ')}, got ${JSON.stringify(first)}; see lab help`);
  }
}

function parseRun(rest: readonly string[]): RunArguments {
  const option = { type: 'string' } as const;
  const names = ['steps', 'seconds', 'seed', 'json', 'arms', 'checkpoint', 'save-every', 'resume'];
  const { values, positionals } = parse('run', rest, Object.fromEntries(names.map((name) => [name, option])), 1);
  const [experiment] = positionals;
  if (experiment === undefined) throw new UsageError('run: expected a preset or a file ending in .json, got nothing; see lab list');
  const checkpoint = file('--checkpoint', values['checkpoint'], CHECKPOINT);
  const saveEvery = wholeNumber('--save-every', values['save-every'], 1, 10_000_000);
  if (saveEvery !== null && checkpoint === null)
    throw new UsageError('--save-every: expected --checkpoint beside it, got none; name the file');
  return {
    experiment,
    steps: wholeNumber('--steps', values['steps'], 1, 10_000_000),
    seconds: seconds(values['seconds']),
    seed: wholeNumber('--seed', values['seed'], 0, MAX_SEED),
    json: values['json'] ?? null,
    checkpoint,
    saveEvery,
    resume: file('--resume', values['resume'], CHECKPOINT),
    arms: values['arms']?.split(',').map((text) => wholeNumber('--arms', text, 0, 3)!) ?? null,
  };
}

function parseFit(rest: readonly string[]): FitArguments {
  const option = { type: 'string' } as const;
  const { values, positionals } = parse('fit', rest, { memory: option, time: option, arm: option, out: option }, 1);
  const [experiment] = positionals;
  if (experiment === undefined) throw new UsageError('fit: expected a preset or a file ending in .json, got nothing; see lab list');
  const memory = wholeNumber('--memory', values['memory'], 1, 65_536);
  const time = values['time'] === undefined ? null : Number(values['time']);
  if (memory === null || time === null || !(time >= 1 && time <= 1_000)) {
    throw new UsageError(
      `fit: expected --memory MIB and --time X from 1 to 1000, got ${values['memory'] ?? 'nothing'} and ${values['time'] ?? 'nothing'}; name both limits`,
    );
  }
  return { experiment, memory, time, arm: wholeNumber('--arm', values['arm'], 0, 3), out: file('--out', values['out'], '.json') };
}

function parseCompare(rest: readonly string[]): CompareArguments {
  // A switch has no value: it is taken out first.
  const markdown = rest.includes('--markdown');
  const others = rest.filter((argument) => argument !== '--markdown');
  const { values, positionals } = parse('compare', others, { json: { type: 'string' } }, 1);
  const [comparison] = positionals;
  if (comparison === undefined) throw new UsageError('compare: expected a preset or a file ending in .json, got nothing; see lab list');
  return { comparison, json: values['json'] ?? null, markdown };
}

function parseFactors(rest: readonly string[]): { checkpoint: string; out: string } {
  const { values, positionals } = parse('factors', rest, { out: { type: 'string' } }, 1);
  const checkpoint = file('factors', positionals[0], CHECKPOINT);
  const out = file('--out', values['out'], '.npz');
  if (checkpoint === null) throw new UsageError('factors: expected a checkpoint, got nothing; name a file that lab run --checkpoint wrote');
  if (out === null) throw new UsageError('factors: expected --out FILE.npz, got nothing; name the file');
  return { checkpoint, out };
}

function file(name: string, path: string | undefined, suffix: string): string | null {
  if (path === undefined) return null;
  if (!path.endsWith(suffix) || path === suffix)
    throw new UsageError(`${name}: expected a file ending in ${suffix}, got ${JSON.stringify(path)}`);
  return path;
}

interface Parsed {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

function parse(command: string, args: readonly string[], options: Record<string, { type: 'string' }>, positionals: number): Parsed {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node adds hints on odd cases after the first sentence.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${command}: ${reason}; see lab help`);
  }
  const extra = parsed.positionals[positionals];
  if (extra !== undefined) throw new UsageError(`${command}: expected nothing more, got ${JSON.stringify(extra)}; see lab help`);
  return parsed;
}

function wholeNumber(name: string, text: string | undefined, minimum: number, maximum: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
    throw new UsageError(`${name}: expected a whole number from ${minimum} to ${maximum}, got ${JSON.stringify(text)}`);
  }
  return value;
}

function seconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value > 0 && value <= 1e6))
    throw new UsageError(`--seconds: expected a number greater than 0 and at most 1000000, got ${JSON.stringify(text)}`);
  return value;
}
