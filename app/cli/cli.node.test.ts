import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRows } from '../lab/datasets/load-dataset.ts';
import { parseSpecText } from '../lab/parse-spec.ts';
import { fakeContext, fakeEngine, smallSpec, type FakeEngine, type FakeEngineOptions } from '../lab/testing/fake-engine.ts';
import { parseArguments, type RunArguments } from './arguments.ts';
import { readCheckpoint } from './checkpoint-files.ts';
import { folderDataSource } from './folder-data-source.ts';
import { main } from './main.ts';
import { runCommand } from './run-command.ts';
import type { Terminal } from './terminal.ts';

function collectingTerminal(): { terminal: Terminal; lines: string[]; notes: string[] } {
  const lines: string[] = [];
  const notes: string[] = [];
  return { terminal: { out: (line) => lines.push(line), note: (line) => notes.push(line), replace: null }, lines, notes };
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curvature-lab-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('arguments', () => {
  test('are read with their defaults', () => {
    expect(parseArguments([])).toEqual({ command: 'help' });
    expect(parseArguments(['run', 'moons', '--help'])).toEqual({ command: 'help' });
    expect(parseArguments(['check'])).toEqual({ command: 'check', seed: 1, only: null });
    expect(parseArguments(['inverses'])).toEqual({ command: 'inverses', preset: 'mnist-autoencoder' });
    expect(parseArguments(['run', 'moons', '--steps', '5', '--seconds=2.5', '--seed', '0', '--arms', '0,2', '--json', 'x.json'])).toEqual({
      command: 'run',
      experiment: 'moons',
      steps: 5,
      seconds: 2.5,
      seed: 0,
      json: 'x.json',
      checkpoint: null,
      saveEvery: null,
      resume: null,
      arms: [0, 2],
    });
    const saving = ['--checkpoint', 'a.safetensors', '--save-every', '50', '--resume', 'b.safetensors'];
    expect(parseArguments(['run', 'moons', ...saving])).toMatchObject({
      checkpoint: 'a.safetensors',
      saveEvery: 50,
      resume: 'b.safetensors',
    });
    expect(parseArguments(['factors', 'a.safetensors', '--out', 'f.npz'])).toEqual({
      command: 'factors',
      checkpoint: 'a.safetensors',
      out: 'f.npz',
    });
  });

  test.each([
    [['frob'], 'expected one of help, list, schema, check, inverses, run, compare, fit, factors, got "frob"'],
    [['run'], 'expected a preset or a file ending in .json, got nothing'],
    [['run', 'moons', 'circles'], 'expected nothing more, got "circles"'],
    [['run', 'moons', '--stepz', '3'], "Unknown option '--stepz'"],
    [['run', 'moons', '--steps', '0'], '--steps: expected a whole number from 1 to 10000000, got "0"'],
    [['run', 'moons', '--steps', '1e3'], 'got "1e3"'],
    [['run', 'moons', '--seconds', 'NaN'], '--seconds: expected a number greater than 0'],
    [['run', 'moons', '--seed', '4294967296'], '--seed'],
    [['run', 'moons', '--arms', '0,x'], '--arms'],
    [['list', '--json', 'x'], "Unknown option '--json'"],
    [['run', 'moons', '--checkpoint', 'x.pt'], '--checkpoint: expected a file ending in .safetensors, got "x.pt"'],
    [['run', 'moons', '--save-every', '5'], '--save-every: expected --checkpoint beside it'],
    [['run', 'moons', '--resume', '.safetensors'], '--resume: expected a file ending in .safetensors'],
    [['factors'], 'factors: expected a checkpoint, got nothing'],
    [['factors', 'x.safetensors'], 'factors: expected --out FILE.npz, got nothing'],
    [['factors', 'x.safetensors', '--out', 'f.mat'], '--out: expected a file ending in .npz, got "f.mat"'],
  ])('%j are refused with the reason and exit code 2', async (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(message);
    const { terminal, lines, notes } = collectingTerminal();
    expect(await main(argv, terminal)).toBe(2);
    expect(lines).toEqual([]);
    expect(notes.join()).toContain(message);
  });
});

describe('the command line', () => {
  test('lists presets, prints help and a JSON Schema', async () => {
    const list = collectingTerminal();
    expect(await main(['list'], list.terminal)).toBe(0);
    expect(list.lines.some((line) => line.startsWith('spirals '))).toBe(true);
    const help = collectingTerminal();
    expect(await main([], help.terminal)).toBe(0);
    expect(help.lines[0]).toContain('lab run <preset | spec.json>');
    const schema = collectingTerminal();
    expect(await main(['schema'], schema.terminal)).toBe(0);
    expect(JSON.parse(schema.lines.join('\n'))).toMatchObject({ type: 'object', additionalProperties: false });
  });

  test('names every fault of a spec file, a missing file and an arm that is not there', async () => {
    const bad = join(folder, 'bad.json');
    await writeFile(bad, JSON.stringify({ ...smallSpec, seed: -1, batchSize: 0 }));
    for (const [argv, words] of [
      [
        ['run', bad],
        ['seed: expected a whole number', 'batchSize: expected'],
      ],
      [['run', join(folder, 'none.json')], ['none.json cannot be read']],
      [['run', 'spirals', '--arms', '3'], ['expected arms from 0 to 1 of Two spirals, got 3']],
    ] as const) {
      const { terminal, notes } = collectingTerminal();
      expect(await main(argv, terminal)).toBe(2);
      for (const word of words) expect(notes.join('\n')).toContain(word);
    }
  });
});

describe('run', () => {
  async function runSmall(engine: FakeEngine, steps = 20, files: Partial<RunArguments> = {}) {
    const spec = join(folder, 'small.json');
    const json = join(folder, 'results.json');
    await writeFile(spec, JSON.stringify(smallSpec));
    const { terminal, lines, notes } = collectingTerminal();
    const environment = {
      terminal,
      engine,
      devices: { acquire: () => Promise.resolve(fakeContext().context) },
      source: folderDataSource(folder),
    };
    const run = {
      experiment: spec,
      steps,
      seconds: null,
      seed: 9,
      json,
      arms: null,
      checkpoint: null,
      saveEvery: null,
      resume: null,
      ...files,
    };
    const code = await runCommand(run, environment);
    const results = JSON.parse(await readFile(json, 'utf8')) as { spec: unknown; arms: Record<string, unknown>[]; [key: string]: unknown };
    return { code, lines: lines.join('\n'), notes: notes.join('\n'), results, engine };
  }

  const run = (options: FakeEngineOptions = {}, steps?: number) => runSmall(fakeEngine(options), steps);

  test('prints a table, releases all memory and writes complete results', async () => {
    const { code, lines, results, engine } = await run();
    expect(code).toBe(0);
    expect(lines).toMatch(/arm +steps +seconds +s\/step +train loss/);
    expect(lines).toMatch(/K-FAC +20 +0\.2000 +0\.01000/);
    expect(lines).toMatch(/SHA-256 of the weights\nK-FAC: [0-9a-f]{64}/);
    expect(engine.live).toEqual(new Set());
    expect(results).toMatchObject({ version: 1, kernelFamily: 'register', reason: 'steps', task: { classes: 2 } });
    expect(parseSpecText(JSON.stringify(results.spec))).toMatchObject({ seed: 9, stop: { steps: 20, seconds: null } });
    expect(results.arms).toHaveLength(2);
    expect(results.arms[0]).toMatchObject({
      name: 'K-FAC',
      stopped: null,
      totals: { steps: 20 },
      arrivals: [
        { label: '90 %', step: 14 },
        { label: '95 %', step: 20 },
      ],
    });
    expect(results.arms[0]!['losses']).toHaveLength(20);
  });

  test('saves all arms at one step, also while it runs, and goes on from there to the same weights', async () => {
    const path = (name: string): string => join(folder, `${name}.safetensors`);
    const whole = await runSmall(fakeEngine(), 20);
    const first = await runSmall(fakeEngine(), 12, { checkpoint: path('half'), saveEvery: 5 });
    expect(first.notes).toContain(`saved step 12: ${path('half.0-k-fac')}, ${path('half.1-sgd')}`);
    const kfac = await readCheckpoint(path('half.0-k-fac'));
    expect(kfac.checkpoint).toMatchObject({ step: 12, adapter: 'fake adapter', spec: { arms: [{ name: 'K-FAC' }] } });
    expect(kfac.checkpoint.seconds).toBeCloseTo(0.12, 10);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const second = await runSmall(fakeEngine(), 20, { resume: path('half') });
    expect(second.results.arms.map((arm) => arm['weightsSha256'])).toEqual(whole.results.arms.map((arm) => arm['weightsSha256']));
    expect(second.results.arms[0]!['steps']).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
    expect(second.results.arms[0]).toMatchObject({ totals: { steps: 20 } });
    // 12 steps of 10 ms before and 8 after: a step took 10 ms, not 20 steps' time over 8.
    expect(second.lines).toMatch(/K-FAC +20 +0\.2000 +0\.01000/);
    await expect(runSmall(fakeEngine(), 12, { resume: path('half') })).rejects.toThrow(
      'expected fewer steps than the 12 of stop.steps, got 12',
    );
    await expect(runSmall(fakeEngine(), 20, { resume: path('other') })).rejects.toThrow('other.0-k-fac.safetensors, got no such file');
    await copyFile(path('half.1-sgd'), path('half.0-k-fac'));
    await expect(runSmall(fakeEngine(), 20, { resume: path('half') })).rejects.toThrow(
      'expected optimizer.kind "kfac" as the spec says, got "sgd"',
    );
  });

  test('interrupted, still saves all arms at one step', async () => {
    setTimeout(() => process.emit('SIGINT'), 100);
    const { code } = await runSmall(fakeEngine(), 1_000_000, { checkpoint: join(folder, 'cut.safetensors') });
    expect(code).toBe(130);
    const [kfac, sgd] = await Promise.all(['cut.0-k-fac', 'cut.1-sgd'].map((name) => readCheckpoint(join(folder, `${name}.safetensors`))));
    expect(kfac!.checkpoint.step).toBe(sgd!.checkpoint.step);
    expect(kfac!.checkpoint.tensors.get('step')!.bytes).toEqual(sgd!.checkpoint.tensors.get('step')!.bytes);
  });

  test('says which arm diverged, and fails when all did', async () => {
    const one = await run({ divergeAt: { SGD: 4 } });
    expect(one.code).toBe(0);
    expect(one.notes).toContain('SGD diverged: loss is not finite or beyond 10³⁰ at step 4, the last of several rejected ones');
    expect(one.lines).toContain('SGD (diverged at 4)');
    expect((await run({ divergeAt: { SGD: 4, 'K-FAC': 6 } })).code).toBe(1);
  });

  test('tells at once that results cannot be written', async () => {
    const { terminal, notes } = collectingTerminal();
    expect(await main(['run', 'moons', '--json', join(folder, 'none', 'results.json')], terminal)).toBe(2);
    expect(notes.join()).toMatch(/--json: .*results\.json cannot be written/);
  });

  test('ends gracefully when interrupted', async () => {
    setTimeout(() => process.emit('SIGINT'), 100);
    const { code, results, engine } = await run({}, 1_000_000);
    expect(code).toBe(130);
    expect(results).toMatchObject({ reason: 'stopped' });
    const [arm] = results.arms as unknown as { seconds: number[]; totals: unknown }[];
    expect(arm!.totals).toMatchObject({ seconds: arm!.seconds.at(-1) });
    expect(engine.live).toEqual(new Set());
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  test('does not pass off a fault after an interrupt as the interrupt', async () => {
    const upload = (): Promise<never> => {
      process.emit('SIGINT');
      return Promise.reject(new Error('the disk is full'));
    };
    await expect(runSmall({ ...fakeEngine(), upload })).rejects.toThrow('the disk is full');
  });
});

describe('the data folder', () => {
  test('gives MNIST as published', async () => {
    const source = folderDataSource(fileURLToPath(new URL('../../public/data/', import.meta.url)));
    const { train, test: held } = await loadRows({ kind: 'mnist', trainExamples: 60_000, testExamples: 10_000 }, 1, source);
    expect(Array.from(train.labels!.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(Array.from(held.labels!.subarray(0, 10))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const mean = (train.inputs as Uint8Array).reduce((sum, value) => sum + value, 0) / train.inputs.length / 255;
    expect(mean).toBeCloseTo(0.1307, 4);
  });

  test('names a file that is missing', async () => {
    await expect(folderDataSource(folder).open('manifest.json')).rejects.toThrow('manifest.json, got no such file');
  });
});
