import { describe, expect, test, vi } from 'vitest';
import { OutOfMemoryError } from '../../gpu/runtime/errors.ts';
import type { CheckedFit } from '../lab/fit/fit-arm.ts';
import { fakeContext, smallSpec } from '../lab/testing/fake-engine.ts';
import { noFiles } from '../lab/testing/no-files.ts';
import { FitHost, type FitHostOptions } from './fit-host.ts';
import type { FitEvent } from './protocol.ts';

const budget = { bytes: 100, relative: 2 };
const refused: CheckedFit = { arm: null, attempts: [], measured: null };

function bench(fit: FitHostOptions['fit'], device = fakeContext()) {
  const events: FitEvent[] = [];
  const host = new FitHost({ devices: { acquire: () => Promise.resolve(device.context) }, fit, post: (event) => events.push(event) });
  const start = (fitId: number, spec: unknown = smallSpec): void => host.start({ type: 'fit', fitId, spec, budget, files: [] }, noFiles);
  const heard = (fitId: number, type: FitEvent['type']): Promise<FitEvent> =>
    vi.waitFor(() => {
      const event = events.find((one) => one.fitId === fitId && one.type === type);
      if (event === undefined) throw new Error(`expected ${type} of fit ${fitId}`);
      return event;
    });
  return { events, host, start, heard, device };
}

/** A fit that goes on until it is given up. */
const endless: FitHostOptions['fit'] = ({ signal }) =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));

describe('the host of fits', () => {
  test('fits the first arm and tells of it in order', async () => {
    const { start, heard, events } = bench((request, { onStage, onTrying }) => {
      expect(request).toMatchObject({ arm: smallSpec.arms[0], budget, source: noFiles });
      onStage?.('data');
      onTrying?.('diagonals', 0, 1);
      return Promise.resolve(refused);
    });
    start(1);
    await heard(1, 'fitted');
    expect(events).toEqual([
      { fitId: 1, type: 'fit-stage', stage: 'device' },
      { fitId: 1, type: 'fit-stage', stage: 'data' },
      { fitId: 1, type: 'fit-trying', label: 'diagonals', index: 0, choices: 1 },
      { fitId: 1, type: 'fitted', arm: null, measured: null },
    ]);
  });

  test('tells at once that a fit is given up, and nothing of it after that', async () => {
    const { start, heard, host, events } = bench(endless);
    start(1);
    host.end('person', 99);
    host.end('race');
    expect(events.at(-1)).toEqual({ fitId: 1, type: 'fit-cancelled', by: 'race' });
    start(2);
    start(3);
    await heard(2, 'fit-cancelled');
    host.end('person', 3);
    await heard(3, 'fit-cancelled');
    expect(events.filter(({ type }) => type === 'fit-failed')).toEqual([]);
  });

  test('never begins one that is given up before its device and its files are there', async () => {
    const fit = vi.fn(endless);
    const { start, heard, host } = bench(fit);
    start(1);
    await Promise.resolve();
    host.end('person');
    start(2);
    await vi.waitFor(() => expect(fit).toHaveBeenCalledOnce());
    host.end('person');
    await heard(2, 'fit-cancelled');
    expect(fit).toHaveBeenCalledOnce();
  });

  test('names what is wrong with a spec, and an arm that is not K-FAC', async () => {
    const { start, heard } = bench(() => Promise.resolve(refused));
    start(1, { ...smallSpec, batchSize: 5_000 });
    expect(await heard(1, 'fit-failed')).toMatchObject({ failure: { kind: 'bad-spec' } });
    start(2, { ...smallSpec, arms: smallSpec.arms.slice(1) });
    expect(await heard(2, 'fit-failed')).toMatchObject({ failure: { message: expect.stringContaining('expected "kfac"') as unknown } });
  });

  test('tells a fault with its remedy, and a device that is lost in the middle', async () => {
    const { start, heard, device } = bench(({ budget: { bytes } }) =>
      bytes === budget.bytes ? Promise.reject(new OutOfMemoryError('memory: too much; ask for less')) : Promise.resolve(refused),
    );
    start(1);
    expect(await heard(1, 'fit-failed')).toMatchObject({ failure: { kind: 'out-of-memory', remedy: 'Ask for less.' } });
    const second = bench(endless, device);
    second.start(1);
    await second.heard(1, 'fit-stage');
    await new Promise((resolve) => setTimeout(resolve, 0));
    device.lose('unplugged');
    expect(await second.heard(1, 'fit-failed')).toMatchObject({
      failure: {
        kind: 'device-lost',
        message: expect.stringContaining('unplugged') as unknown,
        remedy: 'Fit again: it starts on a new device.',
      },
    });
  });

  test('says what to do without WebGPU', async () => {
    const events: FitEvent[] = [];
    new FitHost({ devices: null, fit: endless, post: (event) => events.push(event) }).start(
      { type: 'fit', fitId: 1, spec: smallSpec, budget, files: [] },
      noFiles,
    );
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'fit-failed', failure: { kind: 'no-webgpu' } }));
  });
});
