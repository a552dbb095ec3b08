import { fileURLToPath } from 'node:url';
import { DeviceLostError, OutOfMemoryError } from '../../gpu/runtime/errors.ts';
import { DataError } from '../lab/datasets/data-source.ts';
import { specJsonSchema } from '../lab/parse-spec.ts';
import { findPreset, presets } from '../lab/presets/index.ts';
import { SpecError } from '../lab/spec-error.ts';
import { unreachable } from '../lab/unreachable.ts';
import type { UploadedDataset } from '../lab/uploaded-dataset.ts';
import { HELP, parseArguments, type Invocation } from './arguments.ts';
import type { CommandEnvironment } from './run-command.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const DATA = fileURLToPath(new URL('../../public/data/', import.meta.url));

/**
 * The command line of the lab.
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  try {
    return await execute(parseArguments(argv), terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`lab: ${error.message}`);
      return 2;
    }
    if (error instanceof SpecError) {
      terminal.note('lab: the experiment cannot be run');
      for (const { path, message } of error.issues) terminal.note(`  ${path === '' ? '(spec)' : path}: ${message}`);
      return 2;
    }
    if (error instanceof DataError) {
      terminal.note(`lab: ${error.message}; ${error.remedy}`);
      return 1;
    }
    if (error instanceof DeviceLostError || error instanceof OutOfMemoryError) {
      terminal.note(`lab: ${error.message}`);
      return 1;
    }
    throw error;
  }
}

function listPresets(terminal: Terminal): void {
  const width = Math.max(...presets.map(({ id }) => id.length));
  for (const { id, title, description } of presets) terminal.out(`${id.padEnd(width)}  ${title}. ${description}`);
}

async function execute(invocation: Invocation, terminal: Terminal): Promise<number> {
  switch (invocation.command) {
    case 'help':
      terminal.out(HELP.trimEnd());
      return 0;
    case 'list':
      listPresets(terminal);
      return 0;
    case 'schema':
      terminal.out(JSON.stringify(specJsonSchema(), null, 2));
      return 0;
    case 'check':
      return check(invocation, terminal);
    case 'inverses':
      return inverses(invocation, terminal);
    case 'fit':
      return fit(invocation, terminal);
    case 'run':
      return run(invocation, terminal);
    case 'compare':
      return compare(invocation, terminal);
    case 'factors': {
      const { factorsCommand } = await import('./factors-command.ts');
      return factorsCommand(invocation, terminal);
    }
    default:
      return unreachable(invocation);
  }
}

/** The GPU and what it needs are loaded only by the commands that compute. */
async function check(invocation: Extract<Invocation, { command: 'check' }>, terminal: Terminal): Promise<number> {
  const [{ checkCommand }, { kernelChecks }, { nodeDevices }] = await Promise.all([
    import('./check-command.ts'),
    import('../../gpu/testing/check-registry.ts'),
    import('./node-device.ts'),
  ]);
  const devices = await nodeDevices();
  try {
    return await checkCommand(invocation, kernelChecks, await devices.acquire(), terminal);
  } finally {
    devices.release();
  }
}

async function inverses({ preset }: Extract<Invocation, { command: 'inverses' }>, terminal: Terminal): Promise<number> {
  const found = findPreset(preset);
  if (found === undefined) throw new UsageError(`inverses: expected a preset, got ${JSON.stringify(preset)}; see lab list`);
  const [{ inversesCommand }, { compareInverses }, { layerSides }, { nodeDevices }] = await Promise.all([
    import('./inverses-command.ts'),
    import('../lab/compare-inverses.ts'),
    import('../lab/model/layer-sides.ts'),
    import('./node-device.ts'),
  ]);
  const devices = await nodeDevices();
  try {
    return await inversesCommand(layerSides(found.spec), compareInverses, await devices.acquire(), terminal);
  } finally {
    devices.release();
  }
}

async function fit(invocation: Extract<Invocation, { command: 'fit' }>, terminal: Terminal): Promise<number> {
  const [{ fitCommand }, { readExperiment }, { nodeDevices }, { folderDataSource }] = await Promise.all([
    import('./fit-command.ts'),
    import('./read-experiment.ts'),
    import('./node-device.ts'),
    import('./folder-data-source.ts'),
  ]);
  const spec = await readExperiment({ ...invocation, steps: null, seconds: null, seed: null, arms: null });
  const devices = await nodeDevices();
  try {
    return await fitCommand(spec, invocation, { terminal, devices, source: folderDataSource(DATA) });
  } finally {
    devices.release();
  }
}

async function run(invocation: Extract<Invocation, { command: 'run' }>, terminal: Terminal): Promise<number> {
  const { runCommand } = await import('./run-command.ts');
  return withEngine(terminal, (environment) => runCommand(invocation, environment));
}

async function compare(invocation: Extract<Invocation, { command: 'compare' }>, terminal: Terminal): Promise<number> {
  const { compareCommand } = await import('./compare-command.ts');
  return withEngine(terminal, (environment) => compareCommand(invocation, environment));
}

/** Lends a command that trains what it computes with. */
async function withEngine(
  terminal: Terminal,
  command: (environment: CommandEnvironment<UploadedDataset>) => Promise<number>,
): Promise<number> {
  const [{ gpuEngine }, { nodeDevices }, { folderDataSource }] = await Promise.all([
    import('../lab/session-engine.ts'),
    import('./node-device.ts'),
    import('./folder-data-source.ts'),
  ]);
  const devices = await nodeDevices();
  try {
    return await command({ terminal, devices, engine: gpuEngine, source: folderDataSource(DATA) });
  } finally {
    devices.release();
  }
}
