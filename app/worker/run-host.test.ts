import { describe, expect, test } from 'vitest';
import { tableSchema } from '../lab/table-spec.ts';
import { fakeContext, fakeEngine, smallSpec } from '../lab/testing/fake-engine.ts';
import { hostedRuns, load, ofType } from './testing/hosted-runs.ts';

/** `expect.stringContaining` with a type of its own. */
const containing = (text: string): unknown => expect.stringContaining(text);

describe('the run host', () => {
  test('loads, plays to the end and says so in order', async () => {
    const { send, until, events } = hostedRuns();
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
    const { send, until, events } = hostedRuns();
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
    const { send, until, events, fits } = hostedRuns();
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
    const { send, until, events } = hostedRuns({ engine });
    send(load(1));
    await until(ofType('progress', 1));
    send(load(2));
    const last = events.length;
    send({ type: 'pause', runId: 1 });
    await until(ofType('finished', 2));
    expect(events.slice(last).every(({ runId }) => runId === 2)).toBe(true);
    expect(events.filter(ofType('failure'))).toEqual([]);
    expect(engine.live).toEqual(new Set(['dataset', 'K-FAC', 'SGD']));
  });

  test('a pause sent while a run is being prepared holds', async () => {
    const engine = fakeEngine();
    const { send, until } = hostedRuns({ engine });
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
    const { send, until, events } = hostedRuns({ source: { open } });
    send({ type: 'load', runId: 1, spec: { ...smallSpec, data: { kind: 'mnist', trainExamples: 100, testExamples: 100 } }, play: true });
    await until((event) => event.type === 'loading' && event.stage === 'data');
    send(load(2));
    await until(ofType('finished', 2));
    expect(signals[0]?.aborted).toBe(true);
    expect(events.filter(ofType('failure'))).toEqual([]);
  });

  test('survives loads in quick succession', async () => {
    const engine = fakeEngine();
    const { send, until, events } = hostedRuns({ engine });
    for (let runId = 1; runId <= 20; runId++) send(load(runId));
    await until(ofType('finished', 20));
    expect(events.filter(ofType('failure'))).toEqual([]);
    expect(engine.live.size).toBe(3);
  });

  test('goes on training while the page is slow, and stays within the flow', async () => {
    const engine = fakeEngine();
    const { send, until, events, host } = hostedRuns({ engine, acknowledges: false });
    send(load(1));
    await until(() => events.length === 4);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(events).toHaveLength(4);
    host.handle({ type: 'acknowledge', runId: 1, sequence: 4 });
    expect(events).toHaveLength(8);
    expect(engine.calls.length).toBeGreaterThan(10);
  });

  test('names every fault of a spec', async () => {
    const { host, until } = hostedRuns();
    host.handle({ type: 'load', runId: 1, spec: { ...smallSpec, batchSize: 1_000 }, play: true });
    expect(await until(ofType('failure'))).toMatchObject({
      failure: { kind: 'bad-spec', message: containing('batchSize: expected at most') },
    });
  });

  test('says what to do without WebGPU or without an adapter', async () => {
    const without = hostedRuns({ devices: null });
    without.send(load(1));
    expect(await without.until(ofType('failure'))).toMatchObject({ failure: { kind: 'no-webgpu' } });
    const refused = hostedRuns({ devices: { acquire: () => Promise.reject(new Error('adapter: null')) } });
    refused.send(load(1));
    expect(await refused.until(ofType('failure'))).toMatchObject({
      failure: { kind: 'no-webgpu', message: containing('adapter: null') },
    });
  });

  test('tells a lost device, whatever error it shows as, and loads again on a new one', async () => {
    const first = fakeContext(1);
    const second = fakeContext(2);
    const contexts = [first.context, second.context];
    const { send, until } = hostedRuns({ devices: { acquire: () => Promise.resolve(contexts.shift()!) } });
    send(load(1));
    await until(ofType('progress', 1));
    first.lose('GPU process crashed');
    expect(await until(ofType('failure', 1))).toMatchObject({
      failure: { kind: 'device-lost', message: containing('GPU process crashed') },
    });
    send(load(2));
    await until(ofType('finished', 2));
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
    const { send, until } = hostedRuns();
    send({ type: 'load', runId: 1, spec, play: false });
    expect(await until(ofType('failure', 1))).toMatchObject({
      failure: { kind: 'data', message: containing('needs the file "x.csv", which is not in this browser') },
    });
    send({ type: 'load', runId: 2, spec, play: false, files: [{ name: 'x.csv', file }] });
    expect(await until(ofType('ready', 2))).toMatchObject({ task: { kind: 'classification', names: ['oak', 'elm'] } });
  });
});
