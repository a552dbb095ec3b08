import { describe, expect, test } from 'vitest';
import { smallSpec } from '../lab/testing/fake-engine.ts';
import { LabClient } from './client.ts';
import type { RunEvent } from './protocol.ts';

// Node has no module workers of the page's kind; there the command line runs the same sessions.
describe.runIf(typeof Worker !== 'undefined')('the training worker', () => {
  test('trains on the real device, answers inspections, and does it again for a second load', async () => {
    const client = new LabClient();
    const events: RunEvent[] = [];
    const reached = (runId: number, type: RunEvent['type']) =>
      new Promise<RunEvent>((resolve, reject) => {
        const end = client.subscribe((event) => {
          if (event.type === 'failure') reject(new Error(event.failure.message));
          if (event.runId !== runId || event.type !== type) return;
          end();
          resolve(event);
        });
      });
    client.subscribe((event) => {
      events.push(event);
      client.send({ type: 'acknowledge', runId: event.runId, sequence: event.sequence });
      if (event.type === 'ready') client.send({ type: 'inspect', runId: event.runId, selection: { arm: 0, layer: 0 } });
    });
    const hashes: string[] = [];
    for (const runId of [1, 2]) {
      client.send({ type: 'load', runId, spec: smallSpec, play: true });
      await Promise.all([reached(runId, 'finished'), reached(runId, 'inspection')]);
      const evaluations = events.filter((event) => event.runId === runId && event.type === 'evaluation');
      const numbers = evaluations.map((event) =>
        event.type === 'evaluation' ? [event.arm, event.step, event.trainLoss, event.testMetric] : [],
      );
      expect(numbers.flat().every(Number.isFinite)).toBe(true);
      hashes.push(JSON.stringify(numbers));
    }
    expect(hashes[0]).toBe(hashes[1]);
    const progress = events.filter((event) => event.runId === 2 && event.type === 'progress' && event.arm === 1);
    expect(progress.flatMap((event) => (event.type === 'progress' ? Array.from(event.steps) : []))).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    client.terminate();
  });

  test('names the faults of a spec', async () => {
    const client = new LabClient();
    const failure = new Promise<RunEvent>((resolve) => {
      client.subscribe((event) => event.type === 'failure' && resolve(event));
    });
    client.send({ type: 'load', runId: 1, spec: { ...smallSpec, batchSize: 5_000 }, play: true });
    expect(await failure).toMatchObject({ failure: { kind: 'bad-spec' } });
    client.terminate();
  });
});
