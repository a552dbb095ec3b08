import { describe, expect, test } from 'vitest';
import { openSession } from './open-session.ts';
import type { ExperimentSpec } from './spec.ts';
import { smallSpec } from './testing/fake-engine.ts';
import { collect, fakeSession, fakeSetting, ofType } from './testing/fake-session.ts';

describe('openSession', () => {
  test('tells the sizes that a growing batch goes through', async () => {
    const { session } = await fakeSession({ ...smallSpec, batchGrowth: { to: 80, steps: 11, stages: 3 } });
    expect(session.ready.batches).toEqual([
      { start: 0, batchSize: 20, stepsPerEpoch: 5 },
      { start: 5, batchSize: 40, stepsPerEpoch: 2 },
      { start: 10, batchSize: 80, stepsPerEpoch: 1 },
    ]);
    session.destroy();
  });

  test('releases everything on destroy', async () => {
    const { session, engine } = await fakeSession();
    expect(engine.live).toEqual(new Set(['dataset', 'K-FAC', 'SGD']));
    session.destroy();
    session.destroy();
    expect(engine.live).toEqual(new Set());
  });

  test('releases what it built when an arm cannot be built', async () => {
    const { engine, options } = fakeSetting(smallSpec, { failToBuild: 'SGD' });
    await expect(openSession(options)).rejects.toThrow('cannot build SGD');
    expect(engine.live).toEqual(new Set());
  });

  test('refuses what cannot fit before it allocates', async () => {
    const model: ExperimentSpec['model'] = { kind: 'mlp', hidden: [8_192, 8_192], activation: 'relu', initialisation: 'he' };
    const { engine, options } = fakeSetting({ ...smallSpec, model });
    await expect(openSession(options)).rejects.toThrow(
      'expected at most the 128 MiB a buffer that the adapter allows, got 1.00 GiB for the factors of K-FAC',
    );
    expect(engine.live).toEqual(new Set());
  });

  test('stops preparing when asked to', async () => {
    const { engine, control, options } = fakeSetting();
    const onStage = (stage: string): void => {
      if (stage === 'compile') control.stop();
    };
    await expect(openSession({ ...options, onStage })).rejects.toThrow(/abort/i);
    expect(engine.live).toEqual(new Set());
  });

  test('reconstructs images that have labels when the model is an autoencoder', async () => {
    const spec: ExperimentSpec = {
      ...smallSpec,
      data: { kind: 'curves', trainExamples: 100, testExamples: 100 },
      model: { kind: 'autoencoder', encoder: [8], activation: 'tanh', initialisation: 'glorot' },
    };
    const { session, control } = await fakeSession(spec);
    control.play();
    const events = await collect(session);
    expect(session.ready.task).toEqual({ kind: 'reconstruction', inputs: { kind: 'image', width: 28, height: 28, channels: 1 } });
    expect(ofType(events, 'predictions')[0]).toMatchObject({ kind: 'reconstructions' });
  });
});
