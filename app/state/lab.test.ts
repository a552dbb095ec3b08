import { beforeEach, describe, expect, it } from 'vitest';
import { fileSchema } from '../lab/file-spec.ts';
import { presets } from '../lab/presets/index.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import { Lab } from './lab.ts';
import { FakeWorker, type EventBody } from './testing/fake-worker.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { progress, ready } from './testing/ready-run.ts';

let clock: ManualClock;
/** In the order in which they were started. */
let workers: FakeWorker[];
let lab: Lab;
let spec: ExperimentSpec;

function worker(): FakeWorker {
  const last = workers.at(-1);
  if (!last) throw new Error('lab: expected a worker');
  return last;
}

/** Tells the lab and lets it draw. */
function tell(...bodies: readonly EventBody[]): void {
  for (const body of bodies) worker().tell(lab.store.getState().run.id, body);
  clock.drawFrame();
}

beforeEach(() => {
  const [preset] = presets;
  if (!preset) throw new Error('presets: expected at least one');
  spec = preset.spec;
  clock = new ManualClock();
  workers = [];
  lab = new Lab(
    () => {
      workers.push(new FakeWorker());
      return worker();
    },
    {},
    clock,
  );
  lab.load(spec, true);
});

describe('the lab', () => {
  it('loads at once and shows the stages of preparation', () => {
    expect(worker().sent[0]).toEqual({ type: 'load', runId: 1, spec, play: true });
    expect(lab.store.getState().run.status).toEqual({ kind: 'loading', stage: 'start' });
    tell({ type: 'loading', stage: 'compile' });
    expect(lab.store.getState().run.status).toEqual({ kind: 'loading', stage: 'compile' });
  });

  it('acknowledges the newest event, and only after the frame was drawn', () => {
    worker().tell(1, ready);
    worker().tell(1, { type: 'transport', playing: true });
    expect(worker().types()).not.toContain('acknowledge');
    clock.drawFrame();
    expect(worker().types()).not.toContain('acknowledge');
    clock.pass(1);
    expect(worker().sent.at(-1)).toEqual({ type: 'acknowledge', runId: 1, sequence: 2 });
  });

  it('lets what training brings along wait to be drawn, and draws at once what a person must see', () => {
    tell(ready, { type: 'transport', playing: true });
    const { version } = lab.store.getState();
    tell(progress(0, 1, 2));
    expect(lab.store.getState().version).toBe(version);
    tell({ type: 'arm-stopped', arm: 0, step: 3, tensor: 'gradient', message: 'not finite' });
    expect(lab.store.getState().version).toBe(version + 1);
    expect(lab.store.getState().run.arms[0]).toMatchObject({ step: 2, stopped: { step: 3 } });
  });

  it('ignores events of an earlier run', () => {
    tell(ready);
    lab.load(spec, false);
    worker().tell(1, progress(0, 1));
    clock.drawFrame();
    expect(lab.store.getState().run.arms).toEqual([]);
  });

  it('asks for spectra and for layers at work only while they are on view, of every run anew', () => {
    const visible = [{ kind: 'attention', heads: 2, length: 4, isCausal: true, layer: 3, name: 'look', weights: [0] }] as const;
    tell({ ...ready, visible });
    expect(worker().types()).toEqual(['load']);
    lab.setView({ tab: 'curvature' });
    lab.select({ layer: 2 });
    lab.select({ layer: 2 });
    lab.setView({ tab: 'layers' });
    lab.look({ example: 7 });
    lab.setView({ mode: 'class' });
    const look = { layer: 3, example: 0, channel: null };
    expect(worker().sent.slice(1)).toEqual([
      { type: 'inspect', runId: 1, selection: { arm: 1, layer: 1 } },
      { type: 'inspect', runId: 1, selection: { arm: 1, layer: 2 } },
      { type: 'inspect', runId: 1, selection: null },
      { type: 'look', runId: 1, look },
      { type: 'look', runId: 1, look: { ...look, example: 7 } },
      { type: 'look', runId: 1, look: null },
    ]);
    lab.setView({ mode: 'lab' });
    lab.reset();
    tell({ ...ready, visible });
    expect(worker().sent.at(-1)).toEqual({ type: 'look', runId: 2, look: { ...look, example: 7 } });
  });

  it('keeps the values after a lost device and restarts in the same worker, which makes a new device', () => {
    tell(ready, progress(0, 1, 2), { type: 'failure', failure: { kind: 'device-lost', message: 'lost', remedy: 'restart' } });
    expect(lab.store.getState().run.arms[0]?.step).toBe(2);
    lab.reset(true);
    expect(workers).toHaveLength(1);
    expect(worker().terminated).toBe(false);
    expect(worker().sent.at(-1)).toMatchObject({ type: 'load', runId: 2, play: true });
  });

  it('keeps the values after an internal fault and restarts with a new worker', () => {
    tell(ready, progress(0, 1, 2), { type: 'failure', failure: { kind: 'internal', message: 'broken', remedy: 'restart' } });
    expect(lab.store.getState().run.arms[0]?.step).toBe(2);
    const before = worker();
    lab.reset(true);
    expect(before.terminated).toBe(true);
    expect(workers).toHaveLength(2);
    expect(worker().sent[0]).toMatchObject({ type: 'load', play: true });
  });

  it('starts a finished run over', () => {
    tell(ready, { type: 'finished', reason: 'steps' });
    lab.togglePlaying();
    expect(worker().sent.at(-1)).toMatchObject({ type: 'load', runId: 2, play: true });
  });

  it('sends commands only to a prepared run', () => {
    lab.togglePlaying();
    lab.step();
    expect(worker().types()).toEqual(['load']);
  });

  it('asks for a fit in place of the one before, and gives up none that has ended', () => {
    const budget = { bytes: 100, relative: 2 };
    lab.fit(spec, 0, budget);
    lab.fit(spec, 1, budget);
    worker().tellOfFit({ type: 'fitted', fitId: 2, arm: null, measured: null });
    expect(lab.store.getState().fit).toMatchObject({ arm: 1, status: { kind: 'refused' } });
    lab.cancelFit();
    expect(worker().sent.slice(1)).toEqual([
      { type: 'fit', fitId: 1, spec, budget },
      { type: 'cancel-fit', fitId: 1 },
      { type: 'fit', fitId: 2, spec, budget },
    ]);
  });

  it('gives a fit up on request, and with the worker that it ran in', () => {
    lab.fit(spec, 0, { bytes: 100, relative: 2 });
    lab.cancelFit();
    expect(worker().sent.at(-1)).toEqual({ type: 'cancel-fit', fitId: 1 });
    tell({ type: 'failure', failure: { kind: 'internal', message: 'broken', remedy: 'restart' } });
    lab.reset(true);
    expect(lab.store.getState().fit?.status).toEqual({ kind: 'cancelled', by: 'race' });
  });

  describe('with a fit whose files are still being looked for', () => {
    const budget = { bytes: 100, relative: 2 };
    let found: () => void;
    let waiting: Lab;

    beforeEach(() => {
      const files = new Promise<[]>((resolve) => {
        found = () => resolve([]);
      });
      waiting = new Lab(
        () => {
          workers.push(new FakeWorker());
          return worker();
        },
        {},
        clock,
        () => files,
      );
      waiting.load(spec, false);
      worker().tell(1, ready);
      clock.drawFrame();
      const target = { kind: 'inputs' } as const;
      const data = fileSchema.parse({
        ...{ kind: 'file', from: { format: 'npy', path: 'x.npy' }, inputs: { kind: 'vector', size: 2 }, target },
        ...{ trainExamples: 2, testExamples: 1 },
      });
      waiting.fit({ ...spec, data }, 0, budget);
    });

    const fitsSent = async (): Promise<number> => {
      found();
      await Promise.resolve();
      await Promise.resolve();
      return worker().sent.filter(({ type }) => type === 'fit').length;
    };

    it('starts it once they are found', async () => {
      expect(worker().sent.some(({ type }) => type === 'fit')).toBe(false);
      expect(await fitsSent()).toBe(1);
    });

    it('gives it up on request, without a word to the worker, and never starts it', async () => {
      waiting.cancelFit();
      expect(waiting.store.getState().fit?.status).toEqual({ kind: 'cancelled', by: 'person' });
      expect(await fitsSent()).toBe(0);
      expect(worker().sent.some(({ type }) => type === 'cancel-fit')).toBe(false);
    });

    it.each([
      ['is loaded', () => waiting.load(spec, true)],
      ['is played', () => waiting.togglePlaying()],
      ['is stepped', () => waiting.step()],
    ])('gives it up where a race %s', async (_, race) => {
      race();
      expect(waiting.store.getState().fit?.status).toEqual({ kind: 'cancelled', by: 'race' });
      expect(await fitsSent()).toBe(0);
    });

    it('gives up one before it that the worker is at', () => {
      const known = waiting.store.getState().fit!.id;
      waiting.cancelFit();
      waiting.fit(spec, 0, budget);
      expect(worker().sent.at(-1)).toMatchObject({ type: 'fit', fitId: known + 1 });
      waiting.fit(spec, 1, budget);
      expect(worker().sent.slice(-2)).toMatchObject([{ type: 'cancel-fit', fitId: known + 1 }, { type: 'fit' }]);
    });
  });
});
