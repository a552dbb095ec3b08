import { describe, expect, test } from 'vitest';
import { OutOfMemoryError } from '../../gpu/runtime/errors.ts';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { DataSource } from '../lab/datasets/data-source.ts';
import { fakeContext, fakeEngine, smallSpec, type FakeEngine } from '../lab/testing/fake-engine.ts';
import { tableSchema } from '../lab/table-spec.ts';
import type { Command, RunEvent } from './protocol.ts';
import { RunHost } from './run-host.ts';

interface Bench {
  /** What fits were asked to start and to end. */
  readonly fits: string[];
  readonly events: RunEvent[];
  readonly host: { handle(data: unknown): void };
  readonly send: (command: Command) => void;
  /** Resolves at the first event, from now or before, that answers true. */
  readonly until: (answers: (event: RunEvent) => boolean) => Promise<RunEvent>;
}

const noFiles: DataSource = { open: () => Promise.reject(new Error('no files')) };

function bench(
  devices: { acquire(): Promise<DeviceContext> } | null,
  engine: FakeEngine = fakeEngine(),
  acknowledge = true,
  source = noFiles,
): Bench {
  const events: RunEvent[] = [];
  const watchers = new Set<() => void>();
  const fits: string[] = [];
  const host = new RunHost({
    devices,
    engine,
    openFolder: () => source,
    fits: { start: ({ fitId }) => void fits.push(`start ${fitId}`), end: (by) => void fits.push(`end by ${by}`) },
    post: (event) => {
      events.push(event);
      for (const watcher of [...watchers]) watcher();
      if (acknowledge) setTimeout(() => host.handle({ type: 'acknowledge', runId: event.runId, sequence: event.sequence }), 0);
    },
  });
  host.handle({ type: 'connect', dataFolder: 'https://lab.example/data/' });
  return {
    events,
    fits,
    host,
    send: (command) => host.handle(command),
    until: (answers) =>
      new Promise((resolve) => {
        const look = (): void => {
          const event = events.find(answers);
          if (event === undefined) return;
          watchers.delete(look);
          resolve(event);
        };
        watchers.add(look);
        look();
      }),
  };
}

function always(context: DeviceContext): { acquire(): Promise<DeviceContext> } {
  return { acquire: () => Promise.resolve(context) };
}

/** `expect.stringContaining` with a type of its own. */
const containing = (text: string): unknown => expect.stringContaining(text);

const load = (runId: number, play = true): Command => ({ type: 'load', runId, spec: smallSpec, play });
const ofType = (type: RunEvent['type'], runId?: number) => (event: RunEvent) =>
  event.type === type && (runId === undefined || event.runId === runId);

describe('the run host', () => {
  test('loads, plays to the end and says so in order', async () => {
    const { send, until, events } = bench(always(fakeContext().context));
    send(load(1));
    await until((event) => event.type === 'transport' && !event.playing);
    expect(events.slice(0, 5).map((event) => (event.type === 'loading' ? event.stage : event.type))).toEqual([
      'device',
      'data',
      'compile',
      'ready',
      'transport',
    ]);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-2)).toMatchObject({ type: 'finished', reason: 'steps' });
  });

  test('waits for play, steps and pauses', async () => {
    const { send, until, events } = bench(always(fakeContext().context));
    send(load(1, false));
    await until((event) => event.type === 'transport' && !event.playing);
    send({ type: 'step', runId: 1 });
    await until((event) => event.type === 'progress' && event.arm === 1);
    send({ type: 'play', runId: 1 });
    await until((event) => event.type === 'transport' && event.playing);
    send({ type: 'pause', runId: 1 });
    expect(events.filter(ofType('failure'))).toEqual([]);
  });

  test('rests while an arm is fitted to a budget, and ends the fit when it goes on', async () => {
    const { send, until, events, fits } = bench(always(fakeContext().context));
    send({ type: 'load', runId: 1, spec: { ...smallSpec, stop: { steps: 1_000_000, seconds: null } }, play: true });
    await until(ofType('progress'));
    send({ type: 'fit', fitId: 7, spec: smallSpec, budget: { bytes: 1, relative: 1 } });
    await until((event) => event.type === 'transport' && !event.playing);
    expect(events.some(ofType('finished'))).toBe(false);
    expect(fits).toEqual(['end by race', 'start 7']);
    send({ type: 'pause', runId: 1 });
    send({ type: 'play', runId: 99 });
    expect(fits).toHaveLength(2);
    send({ type: 'play', runId: 1 });
    send({ type: 'cancel-fit', fitId: 7 });
    expect(fits.slice(2)).toEqual(['end by race', 'end by person']);
    send({ type: 'pause', runId: 1 });
  });

  test('a new load replaces the run, whose memory is released and whose events end', async () => {
    const engine = fakeEngine();
    const { send, until, events } = bench(always(fakeContext().context), engine);
    send(load(1));
    await until(ofType('progress', 1));
    send(load(2));
    const last = events.length;
    send({ type: 'pause', runId: 1 });
    await until(ofType('finished', 2));
    expect(events.slice(last).every(({ runId }) => runId === 2)).toBe(true);
    expect(engine.live).toEqual(new Set(['dataset', 'K-FAC', 'SGD']));
  });

  test('a pause sent while a run is being prepared holds', async () => {
    const engine = fakeEngine();
    const { send, until } = bench(always(fakeContext().context), engine);
    send(load(1));
    send({ type: 'pause', runId: 1 });
    expect(await until((event) => event.type === 'transport')).toMatchObject({ playing: false });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(engine.calls).toEqual([]);
  });

  test('a new load ends the reading of data that it replaces', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const open = (_name: string, signal?: AbortSignal): Promise<never> => {
      signals.push(signal);
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const { send, until, events } = bench(always(fakeContext().context), fakeEngine(), true, { open });
    send({ type: 'load', runId: 1, spec: { ...smallSpec, data: { kind: 'mnist', trainExamples: 100, testExamples: 100 } }, play: true });
    await until((event) => event.type === 'loading' && event.stage === 'data');
    send(load(2));
    await until(ofType('finished', 2));
    expect(signals[0]?.aborted).toBe(true);
    expect(events.filter(ofType('failure'))).toEqual([]);
  });

  test('survives loads in quick succession', async () => {
    const engine = fakeEngine();
    const { send, until, events } = bench(always(fakeContext().context), engine);
    for (let runId = 1; runId <= 20; runId++) send(load(runId));
    await until(ofType('finished', 20));
    expect(events.filter(ofType('failure'))).toEqual([]);
    expect(engine.live.size).toBe(3);
  });

  test('goes on training while the page is slow, and stays within the flow', async () => {
    const engine = fakeEngine();
    const { send, until, events, host } = bench(always(fakeContext().context), engine, false);
    send(load(1));
    await until(() => events.length === 4);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(events).toHaveLength(4);
    host.handle({ type: 'acknowledge', runId: 1, sequence: 4 });
    expect(events).toHaveLength(8);
    expect(engine.calls.length).toBeGreaterThan(10);
  });

  test('names every fault of a spec', async () => {
    const { host, until } = bench(always(fakeContext().context));
    host.handle({ type: 'load', runId: 1, spec: { ...smallSpec, batchSize: 1_000 }, play: true });
    expect(await until(ofType('failure'))).toMatchObject({
      failure: { kind: 'bad-spec', message: containing('batchSize: expected at most') },
    });
  });

  test('says what to do without WebGPU or without an adapter', async () => {
    const without = bench(null);
    without.send(load(1));
    expect(await without.until(ofType('failure'))).toMatchObject({ failure: { kind: 'no-webgpu' } });
    const refused = bench({ acquire: () => Promise.reject(new Error('adapter: null')) });
    refused.send(load(1));
    expect(await refused.until(ofType('failure'))).toMatchObject({
      failure: { kind: 'no-webgpu', message: containing('adapter: null') },
    });
  });

  test('tells a lost device, whatever error it shows as, and loads again on a new one', async () => {
    const first = fakeContext(1);
    const second = fakeContext(2);
    const contexts = [first.context, second.context];
    const engine = fakeEngine();
    const { send, until } = bench({ acquire: () => Promise.resolve(contexts.shift()!) }, engine);
    send(load(1));
    await until(ofType('progress', 1));
    first.lose('GPU process crashed');
    expect(await until(ofType('failure', 1))).toMatchObject({
      failure: { kind: 'device-lost', message: containing('GPU process crashed') },
    });
    send(load(2));
    await until(ofType('finished', 2));
  });

  test('blames the lost device for an arm that cannot be built', async () => {
    const device = fakeContext();
    const { send, until } = bench(always(device.context), fakeEngine({ failToBuild: 'SGD' }));
    send(load(1));
    setTimeout(() => device.lose('unplugged'), 20);
    expect(await until(ofType('failure'))).toMatchObject({ failure: { kind: 'device-lost' } });
  });

  test('takes an intentional end of a run for no alarm', async () => {
    const device = fakeContext();
    const { send, until, events } = bench(always(device.context));
    send(load(1));
    await until(ofType('progress'));
    send(load(2));
    await until(ofType('finished', 2));
    expect(events.filter(ofType('failure'))).toEqual([]);
  });

  test('separates message and remedy of a memory fault', async () => {
    const engine = fakeEngine();
    const failing = { ...engine, upload: () => Promise.reject(new OutOfMemoryError('memory: data needs 9 MiB; lower data.trainExamples')) };
    const { send, until } = bench(always(fakeContext().context), failing);
    send(load(1));
    expect(await until(ofType('failure'))).toMatchObject({
      failure: { kind: 'out-of-memory', message: 'memory: data needs 9 MiB', remedy: 'Lower data.trainExamples.' },
    });
  });

  test('throws at what is no command', () => {
    const { host } = bench(null);
    for (const data of [
      null,
      'play',
      { type: 'play' },
      { type: 'play', runId: -1 },
      { type: 'speed', runId: 1, stepsPerSecond: NaN },
      { type: 'look', runId: 1, look: { layer: 0, example: -1, channel: null } },
      { type: 'look', runId: 1, look: { layer: 0, example: 0 } },
      { type: 'explode', runId: 1 },
    ]) {
      expect(() => host.handle(data)).toThrow('expected a command');
    }
  });

  test('trains on a table that the page hands over, and says which one is missing', async () => {
    const file = new Blob([['a,kind', ...Array.from({ length: 120 }, (_, row) => `${row},${row % 2 === 0 ? 'oak' : 'elm'}`)].join('\n')]);
    const target = { kind: 'class', column: 'kind', classes: ['oak', 'elm'] };
    const data = tableSchema.parse({
      kind: 'table',
      path: 'x.csv',
      inputs: [{ column: 'a' }],
      target,
      trainExamples: 100,
      testExamples: 20,
    });
    const spec = { ...smallSpec, data };
    const { send, until } = bench(always(fakeContext().context));
    send({ type: 'load', runId: 1, spec, play: false });
    expect(await until(ofType('failure', 1))).toMatchObject({
      failure: { kind: 'data', message: containing('needs the file "x.csv", which is not in this browser') },
    });
    send({ type: 'load', runId: 2, spec, play: false, files: [{ name: 'x.csv', file }] });
    expect(await until(ofType('ready', 2))).toMatchObject({ task: { kind: 'classification', names: ['oak', 'elm'] } });
  });
});
