import { describe, expect, test } from 'vitest';
import { DeviceLostError } from '../../gpu/runtime/errors.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import type { DataSource } from './datasets/data-source.ts';
import type { SessionEvent } from './events.ts';
import { openSession } from './open-session.ts';
import type { CheckpointFile } from './resume-arms.ts';
import { SessionControl } from './session-control.ts';
import type { Saving, Session } from './session.ts';
import type { ExperimentSpec } from './spec.ts';
import { attentionLayers, COPY, languageSpec } from './testing/language-arm.ts';
import { fakeContext, fakeEngine, smallSpec, type FakeEngineOptions } from './testing/fake-engine.ts';

const noFiles: DataSource = { open: () => Promise.reject(new Error('no files')) };

async function open(spec: ExperimentSpec = smallSpec, options: FakeEngineOptions = {}, saving: Saving | null = null) {
  const engine = fakeEngine(options);
  const device = fakeContext();
  const control = new SessionControl();
  const session = await openSession({ spec, context: device.context, source: noFiles, engine, control, now: engine.now, saving });
  return { engine, device, control, session };
}

/** All events up to `finished`, with something done at each. */
async function collect(session: Session, onEvent: (event: SessionEvent) => unknown = () => undefined): Promise<SessionEvent[]> {
  const events: SessionEvent[] = [];
  for await (const event of session.run()) {
    events.push(event);
    await onEvent(event);
    if (event.type === 'finished') break;
  }
  return events;
}

function ofType<Type extends SessionEvent['type']>(events: readonly SessionEvent[], type: Type) {
  return events.filter((event): event is Extract<SessionEvent, { type: Type }> => event.type === type);
}

function lossCurve(events: readonly SessionEvent[], arm: number): number[][] {
  return ofType(events, 'progress')
    .filter((event) => event.arm === arm)
    .flatMap(({ steps, losses }) => Array.from(steps, (step, index) => [step, losses[index]!]));
}

describe('a session', () => {
  test('says it is ready, evaluates the start, trains to the limit and evaluates the end', async () => {
    const { session, control } = await open();
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

  test('tells the sizes that a growing batch goes through', async () => {
    const { session } = await open({ ...smallSpec, batchGrowth: { to: 80, steps: 11, stages: 3 } });
    expect(session.ready.batches).toEqual([
      { start: 0, batchSize: 20, stepsPerEpoch: 5 },
      { start: 5, batchSize: 40, stepsPerEpoch: 2 },
      { start: 10, batchSize: 80, stepsPerEpoch: 1 },
    ]);
    session.destroy();
  });

  test('advances all arms by the same steps, one after the other', async () => {
    const { session, control, engine } = await open(smallSpec, { cost: { 'K-FAC': 40, SGD: 2 } });
    control.play();
    await collect(session);
    for (let index = 0; index < engine.calls.length; index += 2) {
      expect(engine.calls[index]![0]).toBe('K-FAC');
      expect(engine.calls[index + 1]).toEqual(['SGD', engine.calls[index]![1]]);
    }
  });

  test('sizes submissions to about 75 ms of the slowest arm', async () => {
    const spec = { ...smallSpec, stop: { steps: 400, seconds: null }, evaluation: { every: 1_000, trainExamples: 100 } };
    const { session, control, engine } = await open(spec, { cost: { 'K-FAC': 5, SGD: 1 } });
    control.play();
    await collect(session);
    const counts = engine.calls.filter(([arm]) => arm === 'K-FAC').map(([, count]) => count);
    expect(counts.slice(0, 5)).toEqual([1, 2, 4, 8, 15]);
    expect(Math.max(...counts)).toBe(15);
  });

  test('saves at its steps, all arms at one, and a resumed one gives the rest of the same numbers', async () => {
    const saved: CheckpointFile[][] = [];
    const write = async (at: Session): Promise<void> => {
      const files = await Promise.all([0, 1].map((arm) => at.checkpoint(arm)));
      saved.push(await Promise.all(files.map(async (bytes) => ({ file: 'saved', checkpoint: await decodeCheckpoint(bytes, 'saved') }))));
    };
    const { session, control } = await open(smallSpec, {}, { every: 8, write });
    control.play();
    const whole = await collect(session);
    expect(saved.map((files) => files.map(({ checkpoint }) => checkpoint.step))).toEqual([
      [8, 8],
      [16, 16],
      [24, 24],
    ]);
    const engine = fakeEngine();
    const options = { spec: smallSpec, context: fakeContext().context, source: noFiles, engine, now: engine.now };
    const again = new SessionControl();
    const resumed = await openSession({ ...options, control: again, resume: saved[1]! });
    again.play();
    const rest = await collect(resumed);
    expect(lossCurve(rest, 1)).toEqual(lossCurve(whole, 1).slice(16));
    const scores = (events: readonly SessionEvent[], from: number): number[][] =>
      ofType(events, 'evaluation')
        .filter(({ step }) => step > from)
        .map(({ arm, step, trainLoss }) => [arm, step, trainLoss]);
    expect(scores(rest, 0).slice(2)).toEqual(scores(whole, 16));
    expect(ofType(rest, 'progress').at(-1)!.seconds.at(-1)).toBeCloseTo(0.3, 10);
    expect(await resumed.weightHashes()).toEqual(await session.weightHashes());
    resumed.destroy();
    const mixed = openSession({ ...options, control: again, resume: [saved[0]![0]!, saved[1]![1]!] });
    await expect(mixed).rejects.toThrow('saved: expected step 8 as in saved, got 16');
    expect(engine.live).toEqual(new Set());
  });

  test('gives the same numbers whatever a person does meanwhile', async () => {
    const straight = await open();
    straight.control.play();
    const expected = await collect(straight.session);

    const { session, control } = await open(smallSpec, { cost: { 'K-FAC': 70, SGD: 30 } });
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
    const { session, control, engine } = await open();
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
    const { session, control } = await open(smallSpec, { divergeAt: { 'K-FAC': 10 } });
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
    const { session, control } = await open(smallSpec, { divergeAt: { 'K-FAC': 3, SGD: 5 } });
    control.play();
    expect((await collect(session)).at(-1)).toEqual({ type: 'finished', reason: 'all-arms-stopped' });
  });

  test('ends at the limit of training seconds', async () => {
    const spec = { ...smallSpec, stop: { steps: null, seconds: 0.48 } };
    const { session, control } = await open(spec, { cost: { 'K-FAC': 40, SGD: 10 } });
    control.play();
    const events = await collect(session);
    expect(events.at(-1)).toEqual({ type: 'finished', reason: 'seconds' });
    expect(lossCurve(events, 0)).toHaveLength(10);
  });

  test('reports on the selected block, also after the end', async () => {
    const { session, control } = await open();
    control.inspect({ arm: 0, layer: 0 });
    control.play();
    let finished = false;
    for await (const event of session.run()) {
      if (event.type === 'finished') {
        if (finished) break;
        finished = true;
        control.inspect({ arm: 0, layer: 0 });
      }
      if (event.type === 'inspection') {
        expect(event.kept).toMatchObject([
          { symbol: 'A', eigenvalues: Float64Array.of(3, 2, 1), dampedCondition: 2 },
          { symbol: 'G', eigenvalues: Float64Array.of(1, 1) },
        ]);
        if (finished) {
          expect(event.step).toBe(30);
          break;
        }
      }
    }
    expect(finished).toBe(true);
  });

  test('reports once on an arm that rests, at the step where it stopped', async () => {
    const { session, control } = await open({ ...smallSpec, stop: { steps: 400, seconds: null } }, { divergeAt: { 'K-FAC': 3 } });
    control.inspect({ arm: 0, layer: 0 });
    control.play();
    const steps = ofType(await collect(session), 'inspection').map(({ step }) => step);
    expect(steps.at(-1)).toBe(3);
    expect(new Set(steps).size).toBe(steps.length);
  });

  test('answers a selection without curvature or out of range with silence', async () => {
    const { session, control } = await open();
    control.play();
    const events = await collect(session, (event) => {
      if (event.type === 'progress') control.inspect({ arm: event.steps.length % 2 === 0 ? 1 : 9, layer: 0 });
    });
    expect(ofType(events, 'inspection')).toEqual([]);
  });

  describe('whose layers are watched at work', () => {
    const spec = languageSpec(COPY, attentionLayers(23, 8), smallSpec.arms[1]!.optimizer);
    const short = { ...spec, stop: { steps: 10, seconds: null }, evaluation: { every: 5, trainExamples: 10 } };
    const look = { layer: 3, example: 2, channel: null };

    test('tells of them at once, with every evaluation and after the end', async () => {
      const { session, control } = await open(short);
      expect(session.ready.visible).toMatchObject([{ layer: 3, name: 'look', kind: 'attention' }]);
      control.watch(look);
      setTimeout(() => control.play(), 20);
      const steps: number[] = [];
      for await (const event of session.run()) {
        if (event.type === 'finished') control.watch({ ...look, example: 3 });
        if (event.type !== 'layer-look') continue;
        steps.push(event.step);
        expect(event.look.layer).toBe(3);
        expect(event.example).toMatchObject({ kind: 'tokens' });
        if (event.look.example === 3) break;
      }
      expect(steps).toEqual([0, 5, 10, 10]);
    });

    test('keeps nothing for that once nobody looks, or at what does not exist', async () => {
      for (const elsewhere of [null, { ...look, layer: 1 }, { ...look, example: 100 }, { ...look, channel: 0 }]) {
        const { session, control, engine } = await open(short);
        control.watch(look);
        const steps: number[] = [];
        for await (const event of session.run()) {
          if (event.type !== 'layer-look') continue;
          steps.push(event.step);
          expect(engine.live).toContain('sgd sees 3');
          control.watch(elsewhere);
          setTimeout(() => control.stop(), 10);
        }
        expect(steps).toEqual([0]);
        expect(engine.live).toEqual(new Set(['dataset', 'sgd']));
      }
    });
  });

  test('throws as soon as the device is lost, paused or not', async () => {
    for (const playing of [false, true]) {
      const { session, control, device } = await open({ ...smallSpec, stop: { steps: null, seconds: null } });
      if (playing) control.play();
      setTimeout(() => device.lose('unplugged'), 30);
      await expect(collect(session)).rejects.toThrow(DeviceLostError);
    }
  });

  test('throws as soon as the GPU refuses work, paused or not', async () => {
    for (const playing of [false, true]) {
      const { session, control, device } = await open({ ...smallSpec, stop: { steps: null, seconds: null } });
      if (playing) control.play();
      setTimeout(() => device.fault('[Buffer "bin 3"] is destroyed.\n - While calling submit'), 30);
      await expect(collect(session)).rejects.toThrow(/refused work at step \d+ \(\[Buffer "bin 3"\] is destroyed\.\); load/);
    }
  });
});

describe('openSession', () => {
  test('releases everything on destroy', async () => {
    const { session, engine } = await open();
    expect(engine.live).toEqual(new Set(['dataset', 'K-FAC', 'SGD']));
    session.destroy();
    session.destroy();
    expect(engine.live).toEqual(new Set());
  });

  test('releases what it built when an arm cannot be built', async () => {
    const engine = fakeEngine({ failToBuild: 'SGD' });
    const opening = openSession({
      spec: smallSpec,
      context: fakeContext().context,
      source: noFiles,
      engine,
      control: new SessionControl(),
    });
    await expect(opening).rejects.toThrow('cannot build SGD');
    expect(engine.live).toEqual(new Set());
  });

  test('refuses what cannot fit before it allocates', async () => {
    const engine = fakeEngine();
    const spec: ExperimentSpec = { ...smallSpec, model: { kind: 'mlp', hidden: [8_192, 8_192], activation: 'relu', initialisation: 'he' } };
    const opening = openSession({ spec, context: fakeContext().context, source: noFiles, engine, control: new SessionControl() });
    await expect(opening).rejects.toThrow(
      'expected at most the 128 MiB a buffer that the adapter allows, got 1.00 GiB for the factors of K-FAC',
    );
    expect(engine.live).toEqual(new Set());
  });

  test('stops preparing when asked to', async () => {
    const control = new SessionControl();
    const engine = fakeEngine();
    const onStage = (stage: string): void => {
      if (stage === 'compile') control.stop();
    };
    const opening = openSession({ spec: smallSpec, context: fakeContext().context, source: noFiles, engine, control, onStage });
    await expect(opening).rejects.toThrow(/abort/i);
    expect(engine.live).toEqual(new Set());
  });

  test('reconstructs images that have labels when the model is an autoencoder', async () => {
    const spec: ExperimentSpec = {
      ...smallSpec,
      data: { kind: 'curves', trainExamples: 100, testExamples: 100 },
      model: { kind: 'autoencoder', encoder: [8], activation: 'tanh', initialisation: 'glorot' },
    };
    const { session, control } = await open(spec);
    control.play();
    const events = await collect(session);
    expect(session.ready.task).toEqual({ kind: 'reconstruction', inputs: { kind: 'image', width: 28, height: 28, channels: 1 } });
    expect(ofType(events, 'predictions')[0]).toMatchObject({ kind: 'reconstructions' });
  });
});
