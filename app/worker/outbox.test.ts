import { describe, expect, test } from 'vitest';
import type { ProgressEvent } from '../lab/events.ts';
import { Outbox } from './outbox.ts';
import type { RunEvent } from './protocol.ts';

function progress(arm: number, ...steps: number[]): ProgressEvent {
  const values = Float64Array.from(steps);
  return {
    type: 'progress',
    arm,
    steps: values,
    losses: values.map((step) => 1 / step),
    seconds: values,
    scalars: { lambda: steps.at(-1)! },
  };
}

function outbox() {
  const sent: RunEvent[] = [];
  return { box: new Outbox(7, (event) => sent.push(event)), sent };
}

describe('an outbox', () => {
  test('numbers events and keeps four in flight at the most', () => {
    const { box, sent } = outbox();
    for (let index = 0; index < 6; index++) box.push({ type: 'transport', playing: index % 2 === 0 });
    expect(sent.map(({ runId, sequence }) => [runId, sequence])).toEqual([1, 2, 3, 4].map((sequence) => [7, sequence]));
    box.acknowledge(1);
    expect(sent).toHaveLength(5);
    box.acknowledge(5);
    expect(sent).toHaveLength(6);
  });

  test('joins progress of an arm while the page is slow, losing no point', () => {
    const { box, sent } = outbox();
    for (let step = 1; step <= 40; step++) {
      box.push(progress(0, step));
      box.push(progress(1, step));
    }
    box.acknowledge(4);
    expect(sent).toHaveLength(6);
    for (const arm of [0, 1]) {
      const events = sent.filter((event): event is RunEvent & ProgressEvent => event.type === 'progress' && event.arm === arm);
      expect(events.flatMap(({ steps }) => Array.from(steps))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      expect(events.at(-1)!.scalars).toEqual({ lambda: 40 });
    }
  });

  test('never moves progress past another event of its arm', () => {
    const { box, sent } = outbox();
    for (let index = 0; index < 4; index++) box.push({ type: 'transport', playing: true });
    box.push(progress(0, 1));
    box.push({ type: 'evaluation', arm: 0, step: 1, seconds: 1, trainLoss: 1, testLoss: 1, trainMetric: 1, testMetric: 1 });
    box.push(progress(0, 2));
    box.push(progress(0, 3));
    box.acknowledge(4);
    expect(sent.slice(4).map((event) => (event.type === 'progress' ? Array.from(event.steps) : event.type))).toEqual([
      [1],
      'evaluation',
      [2, 3],
    ]);
  });

  test('makes the session wait once many events do', async () => {
    const { box } = outbox();
    for (let index = 0; index < 100; index++) box.push({ type: 'transport', playing: true });
    let waited = false;
    const room = box.room().then(() => (waited = true));
    await Promise.resolve();
    expect(waited).toBe(false);
    for (let sequence = 4; sequence <= 100; sequence += 4) box.acknowledge(sequence);
    await room;
    expect(waited).toBe(true);
  });

  test('believes no acknowledgement of events it has not sent', () => {
    const { box, sent } = outbox();
    box.acknowledge(1_000);
    for (let index = 0; index < 10; index++) box.push({ type: 'transport', playing: true });
    expect(sent).toHaveLength(4);
  });

  test('is silent once closed and holds up nobody', async () => {
    const { box, sent } = outbox();
    for (let index = 0; index < 100; index++) box.push({ type: 'transport', playing: true });
    const room = box.room();
    box.close();
    await room;
    box.acknowledge(4);
    box.push({ type: 'transport', playing: true });
    expect(sent).toHaveLength(4);
  });
});
