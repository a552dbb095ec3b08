import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OptimizerSpec } from '../lab/optimizer-spec.ts';
import { constantRate } from '../lab/schedule-spec.ts';
import { fakeContext, fakeEngine, smallSpec, type FakeEngineOptions } from '../lab/testing/fake-engine.ts';
import { parseArguments } from './arguments.ts';
import { compareCommand } from './compare-command.ts';
import { folderDataSource } from './folder-data-source.ts';
import { main } from './main.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curvature-lab-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const { arms: _, ...experiment } = {
  ...smallSpec,
  data: { kind: 'curves', trainExamples: 100, testExamples: 100 },
  model: { kind: 'autoencoder', encoder: [8, 2], activation: 'tanh', initialisation: 'glorot' },
  stop: { steps: 20, seconds: null },
  evaluation: { every: 5, trainExamples: 100 },
};

function sgd(learningRate: number): OptimizerSpec {
  return { kind: 'sgd', learningRate, schedule: constantRate, momentum: 0, nesterov: false, weightDecay: 0 };
}

function muon(learningRate: number): OptimizerSpec {
  return { kind: 'muon', learningRate, schedule: constantRate, momentum: 0.9, nesterov: true, weightDecay: 0 };
}

const comparison = {
  version: 1,
  experiment,
  updates: [5, 20],
  timing: { warmUp: 2, updates: 10 },
  entrants: [
    { name: 'SGD', candidates: [sgd(0.1), sgd(0.2)] },
    { name: 'Muon', candidates: [muon(0.5), muon(0.6)] },
  ],
};

/** The error falls by one an update from a hundred times the rate: the smaller rate wins. */
function trainMetric(optimizer: OptimizerSpec, step: number): number {
  return 'learningRate' in optimizer ? 100 * optimizer.learningRate + 20 - step : NaN;
}

async function compare(name: string, value: object = comparison, options: FakeEngineOptions = {}) {
  const path = join(folder, 'comparison.json');
  const json = join(folder, `${name}.json`);
  await writeFile(path, JSON.stringify(value));
  const lines: string[] = [];
  const notes: string[] = [];
  const engine = fakeEngine({ trainMetric, cost: { SGD: 10, Muon: 80 }, ...options });
  const environment = {
    terminal: { out: (line: string) => lines.push(line), note: (line: string) => notes.push(line), replace: null },
    engine,
    devices: { acquire: () => Promise.resolve(fakeContext().context) },
    source: folderDataSource(folder),
  };
  const code = await compareCommand({ comparison: path, json, markdown: true }, environment);
  return { code, text: lines.join('\n'), notes, engine, json };
}

test('the best candidate of each entrant is scored by update and, by the cost of its turns, by second', async () => {
  const { code, text, notes, engine } = await compare('whole');
  expect(code).toBe(0);
  expect(text).toContain('Budget of every entrant: 2 candidates × 20 updates');
  expect(text).toContain('| SGD | learningRate 0.1 | 25.00 | 10.00 |');
  expect(text).toContain('| Muon | learningRate 0.5 | 65.00 | 50.00 |');
  expect(text).toContain('| entrant | s/update | 0.100 s | 0.200 s | 0.400 s | 0.800 s | 1.60 s |');
  expect(text).toContain('| SGD | 0.0100 | 20.00 (10) | 10.00 (20) | 10.00 (20) | 10.00 (20) | 10.00 (20) |');
  expect(text).toContain('| Muon | 0.0800 | 70.00 (0) | 70.00 (0) | 65.00 (5) | 60.00 (10) | 50.00 (20) |');
  expect(text).toContain('| Muon | 2 | learningRate 0.6 | 60.00 |');
  expect(notes).toEqual([
    'trained 1 candidates; SGD: metric 10.00',
    'trained 2 candidates; Muon: metric 50.00',
    'trained 3 candidates; SGD: metric 20.00',
    'trained 4 candidates; Muon: metric 60.00',
    'timed the winners',
  ]);
  expect(engine.live).toEqual(new Set());
});

test('winners take turns, so that no update is timed on a faster machine than the others', async () => {
  const { engine } = await compare('turns');
  const turns = engine.calls.slice(-6).map(([arm]) => arm);
  expect(turns).toEqual(['SGD', 'Muon', 'SGD', 'Muon', 'SGD', 'Muon']);
});

test('updates and seconds to a target loss are counted, as far as it is reached', async () => {
  // The loss of the fake is 1/(step + 1), evaluated every 5 updates.
  const { text } = await compare('target', { ...comparison, targetLoss: 0.15 });
  expect(text).toContain('the first at a training loss of 0.15 is shown');
  expect(text).toMatch(/^\| SGD \| learningRate 0.1 \| 10 \| 0.0100 \| 0.100 \| 0.04762 \|/m);
  expect(text).toMatch(/^\| Muon \| learningRate 0.5 \| 10 \| 0.0800 \| 0.800 \|/m);
  const { text: missed } = await compare('target', { ...comparison, targetLoss: 0.01 });
  expect(missed).toMatch(/^\| SGD \| learningRate 0.1 \| > 20 \| 0.0100 \| > 0.200 \|/m);
});

test('a candidate that stopped is spent, and an entrant without any other has no winner', async () => {
  const { text } = await compare('stopped', comparison, { divergeAt: { Muon: 7 } });
  expect(text).toContain('| Muon | – | – | – |');
  expect(text).toContain('| Muon | 1 | learningRate 0.5 | stopped at 7 |');
  expect(text).toContain('| entrant | s/update |');
});

test('what was measured is kept and not trained again, what has changed is', async () => {
  const first = await compare('again');
  const kept = await readFile(first.json, 'utf8');
  const second = await compare('again');
  expect(second.text).toBe(first.text);
  expect(second.engine.calls).toEqual([]);
  expect(await readFile(first.json, 'utf8')).toBe(kept);
  const changed = { ...comparison, entrants: [comparison.entrants[0], { name: 'Muon', candidates: [muon(0.5), muon(0.4)] }] };
  const third = await compare('again', changed);
  expect(third.notes).toEqual(['trained 5 candidates; Muon: metric 40.00', 'timed the winners']);
});

test('interrupted, it shows what is measured and leaves it on file', async () => {
  setTimeout(() => process.emit('SIGINT'), 100);
  const long = { ...comparison, experiment: { ...experiment, stop: { steps: 1_000_000, seconds: null } } };
  const { code, text } = await compare('cut', long);
  expect(code).toBe(130);
  expect(text).toContain('Only 0 of all 4 candidates are measured yet.');
  expect(text).toContain('| SGD | 1 | learningRate 0.1 | – |');
  expect(process.listenerCount('SIGINT')).toBe(0);
});

test('faults of a comparison, its file and its results are named', async () => {
  const notes: string[] = [];
  const terminal = { out: () => undefined, note: (line: string) => notes.push(line), replace: null };
  expect(await main(['compare', join(folder, 'none.json')], terminal)).toBe(2);
  expect(notes.join()).toContain('none.json cannot be read');
  expect(await main(['compare', 'spirals'], terminal)).toBe(2);
  expect(notes.join()).toContain('expected one of lenet,');
  await writeFile(join(folder, 'unfair.json'), JSON.stringify({ ...comparison, entrants: [{ name: 'SGD', candidates: [] }] }));
  expect(await main(['compare', join(folder, 'unfair.json')], terminal)).toBe(2);
  expect(notes.join()).toContain('entrants.0.candidates: expected a list of 1 to 16 entries, got a list of 0');
  await writeFile(join(folder, 'other.json'), '{}');
  await expect(compare('other')).rejects.toThrow('--json: expected results of lab compare or no file, got other contents');
});

test('the arguments of a comparison are read', () => {
  const read = { command: 'compare', comparison: 'c.json', json: 'r.json', markdown: true };
  expect(parseArguments(['compare', 'c.json', '--markdown', '--json', 'r.json'])).toEqual(read);
  expect(parseArguments(['compare', 'c.json'])).toEqual({ ...read, json: null, markdown: false });
  expect(() => parseArguments(['compare'])).toThrow('compare: expected a preset or a file ending in .json, got nothing; see lab list');
});
