import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

/** What the command line asks for. */
export type Invocation =
  | { readonly command: 'help' | 'list' | 'schema' }
  | { readonly command: 'check'; readonly seed: number; readonly only: string | null }
  | ({ readonly command: 'run' } & RunArguments);

export interface RunArguments {
  /** A preset's id, or a file that ends in .json. */
  readonly experiment: string;
  readonly steps: number | null;
  readonly seconds: number | null;
  readonly seed: number | null;
  /** File for the results. */
  readonly json: string | null;
  /** Indices of the arms to keep, counted from 0; null for all. */
  readonly arms: readonly number[] | null;
}

export const HELP = `Curvature Lab: trains networks with Block K-FAC on WebGPU and races other optimisers against it.

  lab list                        presets
  lab run <preset | spec.json>    train, then print a table
      --steps N                   stop after N steps of each arm
      --seconds S                 stop after S seconds of training, all arms together
      --seed K                    seed of data, weights and minibatches
      --arms 0,2                  only these arms, counted from 0
      --json FILE                 write spec, adapter, curves and totals
  lab check                       compare every kernel with float64 on this adapter
      --seed K                    seed of the problems (1)
      --only NAME                 only checks whose name contains this
  lab schema                      JSON Schema of a spec
  lab help
`;

const COMMANDS = ['help', 'list', 'schema', 'check', 'run'] as const;
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
    case 'run':
      return { command, ...parseRun(rest) };
    case undefined:
      throw new UsageError(`expected one of ${COMMANDS.join(', ')}, got ${JSON.stringify(first)}; see lab help`);
  }
}

function parseRun(rest: readonly string[]): RunArguments {
  const option = { type: 'string' } as const;
  const { values, positionals } = parse('run', rest, { steps: option, seconds: option, seed: option, json: option, arms: option }, 1);
  const [experiment] = positionals;
  if (experiment === undefined) throw new UsageError('run: expected a preset or a file ending in .json, got nothing; see lab list');
  return {
    experiment,
    steps: wholeNumber('--steps', values['steps'], 1, 10_000_000),
    seconds: seconds(values['seconds']),
    seed: wholeNumber('--seed', values['seed'], 0, MAX_SEED),
    json: values['json'] ?? null,
    arms: values['arms']?.split(',').map((text) => wholeNumber('--arms', text, 0, 3)!) ?? null,
  };
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
