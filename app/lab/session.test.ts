import { describe, expect, test } from 'vitest';
import { DeviceLostError } from '../../gpu/runtime/errors.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import type { SessionEvent } from './events.ts';
import { openSession } from './open-session.ts';
import type { CheckpointFile } from './resume-arms.ts';
import type { Session } from './session.ts';
import { smallSpec } from './testing/fake-engine.ts';
import { collect, fakeSession, fakeSetting, lossCurve, ofType } from './testing/fake-session.ts';

describe('a session', () => {
  test('says it is ready, evaluates the start, trains to the limit and evaluates the end', async () => {
    const { session, control } = await fakeSession();
    control.play();
    const events = await collect(session);
    expect(events[0]).toMatchObject({
      type: 'ready',
      batches: [{ start: 0, batchSize: 20, stepsPerEpoch: 5 }],
      task: { kind: 'classification', classes: 2 },
    });
    expect(ofType(events, 'evaluation').map(({ arm, step }) => [arm, step])).toEqual(
      [0, 7, 14, 21, 28, 30].flatMap((step) => [
        [0, step],
        [1, step],
      ]),
    );
    expect(ofType(events, 'predictions')[0]).toMatchObject({ kind: 'plane', side: 64, classes: 2 });
    expect(events.at(-1)).toEqual({ type: 'finished', reason: 'steps' });
    expect(lossCurve(events, 0)).toEqual(Array.from({ length: 30 }, (_, index) => [index + 1, 1 / (index + 1)]));
    expect(ofType(events, 'progress').at(-1)!.seconds.at(-1)).toBeCloseTo(0.3, 10);
  });

  test('advances all arms by the same steps, one after the other, in rounds of about 75 ms of the slowest', async () => {
    const { session, control, engine } = await fakeSession(smallSpec, { cost: { 'K-FAC': 30, SGD: 2 } });
    control.play();
    await collect(session);
    for (let index = 0; index < engine.calls.length; index += 2) {
      expect(engine.calls[index]![0]).toBe('K-FAC');
      expect(engine.calls[index + 1]).toEqual(['SGD', engine.calls[index]![1]]);
    }
    expect(Math.max(...engine.calls.map(([, count]) => count))).toBe(2);
  });

  test('saves at its steps, all arms at one, and a resumed one gives the rest of the same numbers', async () => {
    const saved: CheckpointFile[][] = [];
    const write = async (at: Session): Promise<void> => {
      const files = await Promise.all([0, 1].map((arm) => at.checkpoint(arm)));
      saved.push(await Promise.all(files.map(async (bytes) => ({ file: 'saved', checkpoint: await decodeCheckpoint(bytes, 'saved') }))));
    };
    const { session, control } = await fakeSession(smallSpec, {}, { saving: { every: 8, write } });
    control.play();
    const whole = await collect(session);
    expect(saved.map((files) => files.map(({ checkpoint }) => checkpoint.step))).toEqual([
      [8, 8],
      [16, 16],
      [24, 24],
    ]);
    const again = await fakeSession(smallSpec, {}, { resume: saved[1]! });
    again.control.play();
    const rest = await collect(again.session);
    expect(lossCurve(rest, 1)).toEqual(lossCurve(whole, 1).slice(16));
    const scores = (events: readonly SessionEvent[], from: number): number[][] =>
      ofType(events, 'evaluation')
        .filter(({ step }) => step > from)
        .map(({ arm, step, trainLoss }) => [arm, step, trainLoss]);
    expect(scores(rest, 0).slice(2)).toEqual(scores(whole, 16));
    expect(ofType(rest, 'progress').at(-1)!.seconds.at(-1)).toBeCloseTo(0.3, 10);
    expect(await again.session.weightHashes()).toEqual(await session.weightHashes());
    const { engine, options } = fakeSetting();
    const mixed = openSession({ ...options, resume: [saved[0]![0]!, saved[1]![1]!] });
    await expect(mixed).rejects.toThrow('saved: expected step 8 as in saved, got 16');
    expect(engine.live).toEqual(new Set());
  });

  test('gives the same numbers whatever a person does meanwhile', async () => {
    const straight = await fakeSession();
    straight.control.play();
    const expected = await collect(straight.session);

    const { session, control } = await fakeSession(smallSpec, { cost: { 'K-FAC': 70, SGD: 30 } });
    control.step();
    let seen = 0;
    const events = await collect(session, (event) => {
      seen += 1;
      if (event.type !== 'progress' || event.arm === 0) return;
      if (seen % 3 === 0) control.step();
      else if (seen % 3 === 1) control.play();
      else setTimeout(() => control.play(), 1);
      control.inspect(seen % 2 === 0 ? { arm: 0, layer: 0 } : null);
      control.setSpeed(seen % 5 === 0 ? 10_000 : null);
    });
    for (const arm of [0, 1]) expect(lossCurve(events, arm)).toEqual(lossCurve(expected, arm));
    const shown = (all: readonly SessionEvent[]) => ofType(all, 'evaluation').map(({ seconds: _seconds, ...rest }) => rest);
    expect(shown(events)).toEqual(shown(expected));
    expect(await session.weightHashes()).toEqual(await straight.session.weightHashes());
  });

  test('trains one step when asked for one, and none while paused', async () => {
    const { session, control, engine } = await fakeSession();
    const steps: number[] = [];
    setTimeout(() => control.step(), 20);
    setTimeout(() => control.step(), 60);
    setTimeout(() => control.stop(), 100);
    const events = await collect(session, (event) => event.type === 'progress' && steps.push(...event.steps));
    expect(steps).toEqual([1, 1, 2, 2]);
    expect(engine.calls.map(([, count]) => count)).toEqual([1, 1, 1, 1]);
    expect(events.at(-1)).toEqual({ type: 'finished', reason: 'stopped' });
  });

  test('stops an arm that diverges and lets the others go on', async () => {
    const { session, control } = await fakeSession(smallSpec, { divergeAt: { 'K-FAC': 10 } });
    control.play();
    const events = await collect(session);
    expect(ofType(events, 'arm-stopped')).toMatchObject([{ arm: 0, step: 10, tensor: 'loss' }]);
    expect(lossCurve(events, 0)).toHaveLength(10);
    expect(lossCurve(events, 0).at(-1)).toEqual([10, Infinity]);
    // Of a round that it began and did not end it is charged for the steps it took.
    expect(
      ofType(events, 'progress')
        .findLast(({ arm }) => arm === 0)!
        .seconds.at(-1),
    ).toBeCloseTo(0.1, 10);
    expect(lossCurve(events, 1)).toHaveLength(30);
    expect(events.at(-1)).toEqual({ type: 'finished', reason: 'steps' });
  });

  test('ends when all arms have diverged', async () => {
    const { session, control } = await fakeSession(smallSpec, { divergeAt: { 'K-FAC': 3, SGD: 5 } });
    control.play();
    expect((await collect(session)).at(-1)).toEqual({ type: 'finished', reason: 'all-arms-stopped' });
  });

  test('ends at the limit of training seconds', async () => {
    const spec = { ...smallSpec, stop: { steps: null, seconds: 0.48 } };
    const { session, control } = await fakeSession(spec, { cost: { 'K-FAC': 40, SGD: 10 } });
    control.play();
    const events = await collect(session);
    expect(events.at(-1)).toEqual({ type: 'finished', reason: 'seconds' });
    expect(lossCurve(events, 0)).toHaveLength(10);
  });

  test('throws as soon as the device is lost, paused or not', async () => {
    for (const playing of [false, true]) {
      const { session, control, device } = await fakeSession({ ...smallSpec, stop: { steps: null, seconds: null } });
      if (playing) control.play();
      setTimeout(() => device.lose('unplugged'), 30);
      await expect(collect(session)).rejects.toThrow(DeviceLostError);
    }
  });

  test('throws as soon as the GPU refuses work, paused or not', async () => {
    for (const playing of [false, true]) {
      const { session, control, device } = await fakeSession({ ...smallSpec, stop: { steps: null, seconds: null } });
      if (playing) control.play();
      setTimeout(() => device.fault('[Buffer "bin 3"] is destroyed.\n - While calling submit'), 30);
      await expect(collect(session)).rejects.toThrow(/refused work at step \d+ \(\[Buffer "bin 3"\] is destroyed\.\); load/);
    }
  });
});
