import { describe, expect, test } from 'vitest';
import { smallSpec } from '../lab/testing/fake-engine.ts';
import { LabClient, type WorkerPort } from './client.ts';
import type { ClientMessage } from './command-schema.ts';
import type { FitEvent, RunEvent } from './protocol.ts';

class FakeWorker extends EventTarget {
  readonly received: ClientMessage[] = [];
  terminated = false;

  postMessage(message: ClientMessage): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  emit(type: string, properties: object = {}): void {
    this.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), properties));
  }
}

function connect() {
  const workers: FakeWorker[] = [];
  const start = (): WorkerPort => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as WorkerPort;
  };
  const client = new LabClient({ start, dataFolder: 'https://lab.example/data/' });
  const heard: RunEvent[] = [];
  const unsubscribe = client.subscribe((event) => heard.push(event));
  return { client, workers, heard, unsubscribe };
}

const transport = (runId: number, sequence: number): { data: RunEvent } => ({
  data: { type: 'transport', playing: true, runId, sequence },
});

describe('the client', () => {
  test('greets the worker with the data folder and posts commands', () => {
    const { client, workers } = connect();
    client.send({ type: 'load', runId: 1, spec: smallSpec, play: true });
    client.send({ type: 'pause', runId: 1 });
    expect(workers[0]!.received.map(({ type }) => type)).toEqual(['connect', 'load', 'pause']);
  });

  test('hears the latest run only', () => {
    const { client, workers, heard, unsubscribe } = connect();
    client.send({ type: 'load', runId: 1, spec: smallSpec, play: true });
    workers[0]!.emit('message', transport(1, 1));
    client.send({ type: 'load', runId: 2, spec: smallSpec, play: true });
    workers[0]!.emit('message', transport(1, 2));
    workers[0]!.emit('message', transport(2, 1));
    unsubscribe();
    workers[0]!.emit('message', transport(2, 2));
    expect(heard.map(({ runId, sequence }) => [runId, sequence])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test.each([
    ['error', { message: 'boom' }, 'broke down: boom'],
    ['error', {}, 'could not be loaded'],
    ['messageerror', {}, 'cannot be read'],
  ])('turns the worker’s %s into a failure and starts a new worker at the next load', (type, properties, message) => {
    const { client, workers, heard } = connect();
    client.send({ type: 'load', runId: 1, spec: smallSpec, play: true });
    workers[0]!.emit('message', transport(1, 1));
    workers[0]!.emit(type, properties);
    expect(heard.at(-1)).toMatchObject({
      type: 'failure',
      runId: 1,
      sequence: 2,
      failure: { kind: 'internal', message: expect.stringContaining(message) as unknown },
    });
    expect(workers[0]!.terminated).toBe(true);
    client.send({ type: 'play', runId: 1 });
    expect(workers).toHaveLength(1);
    client.send({ type: 'load', runId: 2, spec: smallSpec, play: true });
    expect(workers[1]!.received.map(({ type: sent }) => sent)).toEqual(['connect', 'load']);
  });

  test('is silent once terminated', () => {
    const { client, workers, heard } = connect();
    client.send({ type: 'load', runId: 1, spec: smallSpec, play: true });
    client.terminate();
    workers[0]!.emit('message', transport(1, 1));
    workers[0]!.emit('error', {});
    expect(heard).toEqual([]);
    expect(workers[0]!.terminated).toBe(true);
  });

  test('hears the latest fit to its end, and that a worker broke down in it', () => {
    const { client, workers } = connect();
    const heard: FitEvent[] = [];
    client.subscribeFits((event) => heard.push(event));
    const budget = { bytes: 1, relative: 1 };
    const stage = (fitId: number): { data: FitEvent } => ({ data: { type: 'fit-stage', stage: 'data', fitId } });
    client.send({ type: 'fit', fitId: 1, spec: smallSpec, budget });
    client.send({ type: 'fit', fitId: 2, spec: smallSpec, budget });
    workers[0]!.emit('message', stage(1));
    workers[0]!.emit('message', stage(2));
    workers[0]!.emit('error', { message: 'out of memory' });
    expect(heard).toMatchObject([stage(2).data, { type: 'fit-failed', fitId: 2, failure: { remedy: 'Fit again.' } }]);
    client.send({ type: 'fit', fitId: 3, spec: smallSpec, budget });
    expect(workers[1]!.received.map(({ type }) => type)).toEqual(['connect', 'fit']);
    workers[1]!.emit('message', { data: { type: 'fit-cancelled', by: 'person', fitId: 3 } });
    workers[1]!.emit('error', { message: 'too late' });
    expect(heard.slice(2).map(({ type }) => type)).toEqual(['fit-cancelled']);
  });
});
