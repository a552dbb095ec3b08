import { beforeEach, describe, expect, it } from 'vitest';
import { WHOLE_KRONECKER } from '../../gpu/curvature/structure.ts';
import type { ArmDescription, ProgressEvent, ReadyEvent } from '../lab/events.ts';
import { fileSchema } from '../lab/file-spec.ts';
import type { Attempt } from '../lab/fit/fit-budget.ts';
import { presets } from '../lab/presets/index.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { Command, FitEvent, RunEvent } from '../worker/protocol.ts';
import type { FrameClock } from './frame-queue.ts';
import { Lab, type LabConnection } from './lab.ts';

type EventBody = RunEvent extends infer Event ? (Event extends RunEvent ? Omit<Event, 'runId' | 'sequence'> : never) : never;

/** Frames and timers that pass when the test says so. */
class ManualClock implements FrameClock {
  time = 0;
  #frames: (() => void)[] = [];
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  frame(callback: () => void): void {
    this.#frames.push(callback);
  }

  later(callback: () => void, milliseconds: number): void {
    this.#timers.push({ at: this.time + milliseconds, callback });
  }

  now(): number {
    return this.time;
  }

  drawFrame(): void {
    for (const callback of this.#frames.splice(0)) callback();
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.#timers.filter((timer) => timer.at <= this.time);
    this.#timers = this.#timers.filter((timer) => timer.at > this.time);
    for (const { callback } of due) callback();
  }
}

/** A worker that does nothing but listen. */
class Line implements LabConnection {
  readonly sent: Command[] = [];
  terminated = false;
  #listener: (event: RunEvent) => void = () => undefined;
  #sequence = 0;

  send(command: Command): void {
    this.sent.push(command);
  }

  subscribe(listener: (event: RunEvent) => void): void {
    this.#listener = listener;
  }

  subscribeFits(listener: (event: FitEvent) => void): void {
    this.tellOfFit = listener;
  }

  tellOfFit: (event: FitEvent) => void = () => undefined;

  terminate(): void {
    this.terminated = true;
  }

  tell(runId: number, body: EventBody): void {
    this.#sequence += 1;
    this.#listener({ runId, sequence: this.#sequence, ...body });
  }

  types(): readonly string[] {
    return this.sent.map((command) => command.type);
  }
}

const arm = (name: string, optimizer: ArmDescription['optimizer']): ArmDescription => ({
  name,
  optimizer,
  parameters: 10,
  bytes: 10,
  dispatches: 10,
  layers: [0, 1, 2].map((layer) => ({
    name: `dense ${layer}`,
    kind: 'dense' as const,
    use: 'dense' as const,
    rows: 1,
    inputs: 2,
    outputs: 2,
    activation: 'tanh',
    batchNormAfter: false,
    parameters: 6,
    block:
      optimizer === 'kfac'
        ? { structure: WHOLE_KRONECKER, representation: 'factored' as const, forwardOnly: false, bytes: 104, relativeCost: 2 }
        : null,
  })),
});

const ready: ReadyEvent = {
  type: 'ready',
  visible: [],
  testExamples: 10,
  adapter: {
    description: 'test',
    vendor: '',
    architecture: '',
    software: true,
    subgroups: false,
    subgroupMinSize: 0,
    subgroupMaxSize: 0,
    timestamps: false,
    family: 'register',
    limits: {
      maxBufferSize: 1,
      maxStorageBufferBindingSize: 1,
    },
  },
  task: { kind: 'classification', classes: 2, inputs: { kind: 'point' } },
  batches: [{ start: 0, batchSize: 25, stepsPerEpoch: 4 }],
  arms: [arm('SGD', 'sgd'), arm('K-FAC', 'kfac')],
};

const progress = (index: number, ...steps: number[]): ProgressEvent => ({
  type: 'progress',
  arm: index,
  steps: Float64Array.from(steps),
  losses: Float64Array.from(steps, (step) => 1 / step),
  seconds: Float64Array.from(steps, (step) => step / 100),
  scalars: {},
});

let clock: ManualClock;
let lines: Line[];
let lab: Lab;
let spec: ExperimentSpec;

function line(): Line {
  const last = lines.at(-1);
  if (!last) throw new Error('lab: expected a connection');
  return last;
}

/** Tells the lab and lets it draw. */
function tell(...bodies: readonly EventBody[]): void {
  for (const body of bodies) line().tell(lab.store.getState().run.id, body);
  clock.drawFrame();
}

beforeEach(() => {
  const [preset] = presets;
  if (!preset) throw new Error('presets: expected at least one');
  spec = preset.spec;
  clock = new ManualClock();
  lines = [];
  lab = new Lab(
    () => {
      lines.push(new Line());
      return line();
    },
    {},
    clock,
  );
  lab.load(spec, true);
});

describe('the lab', () => {
  it('loads at once and shows the stages of preparation', () => {
    expect(line().sent[0]).toEqual({ type: 'load', runId: 1, spec, play: true });
    expect(lab.store.getState().run.status).toEqual({ kind: 'loading', stage: 'start' });
    tell({ type: 'loading', stage: 'compile' });
    expect(lab.store.getState().run.status).toEqual({ kind: 'loading', stage: 'compile' });
  });

  it('selects the second layer of the first K-FAC arm and keeps a selection over a reset', () => {
    tell(ready);
    expect(lab.store.getState().selection).toEqual({ arm: 1, layer: 1 });
    lab.select({ arm: 0, layer: 2 });
    lab.reset();
    tell(ready);
    expect(lab.store.getState().selection).toEqual({ arm: 0, layer: 2 });
  });

  it('appends points to the curves and keeps the last values', () => {
    tell(ready, progress(1, 1, 2, 3));
    const { run } = lab.store.getState();
    expect([...(run.metrics.arms[1]?.minibatchLoss.steps ?? [])]).toEqual([1, 2, 3]);
    expect(run.arms[1]).toMatchObject({ step: 3, loss: 1 / 3, seconds: 0.03 });
    expect(run.arms[0]?.step).toBe(0);
  });

  it('acknowledges the newest event, and only after the frame was drawn', () => {
    line().tell(1, ready);
    line().tell(1, { type: 'transport', playing: true });
    expect(line().types()).not.toContain('acknowledge');
    clock.drawFrame();
    expect(line().types()).not.toContain('acknowledge');
    clock.pass(1);
    expect(line().sent.at(-1)).toEqual({ type: 'acknowledge', runId: 1, sequence: 2 });
  });

  it('redraws at most four times a second while training, and at once for what a person must see', () => {
    tell(ready, { type: 'transport', playing: true });
    const { version } = lab.store.getState();
    for (let step = 1; step <= 20; step++) {
      clock.pass(10);
      tell(progress(0, step));
    }
    expect(lab.store.getState().version).toBe(version);
    clock.pass(60);
    expect(lab.store.getState().version).toBe(version + 1);
    expect(lab.store.getState().run.arms[0]?.step).toBe(20);
    tell({ type: 'arm-stopped', arm: 0, step: 21, tensor: 'gradient', message: 'not finite' });
    expect(lab.store.getState().run.arms[0]?.stopped?.step).toBe(21);
  });

  it('ignores events of an earlier run', () => {
    tell(ready);
    lab.load(spec, false);
    line().tell(1, progress(0, 1));
    clock.drawFrame();
    expect(lab.store.getState().run.arms).toEqual([]);
  });

  it('asks for spectra only while they are on view', () => {
    tell(ready);
    expect(line().types()).not.toContain('inspect');
    lab.setView({ tab: 'curvature' });
    expect(line().sent.at(-1)).toEqual({ type: 'inspect', runId: 1, selection: { arm: 1, layer: 1 } });
    lab.select({ layer: 2 });
    expect(line().sent.at(-1)).toEqual({ type: 'inspect', runId: 1, selection: { arm: 1, layer: 2 } });
    lab.setView({ tab: 'cost' });
    expect(line().sent.at(-1)).toEqual({ type: 'inspect', runId: 1, selection: null });
  });

  it('looks into layers only while they are on view, and goes with the selected weight', () => {
    const attention = { kind: 'attention', heads: 2, length: 4, isCausal: true } as const;
    const visible = [
      { ...attention, layer: 3, name: 'first', weights: [0] },
      { ...attention, layer: 5, name: 'second', weights: [1, 2] },
    ];
    tell({ ...ready, visible });
    expect(lab.store.getState().look).toEqual({ layer: 3, example: 0, channel: null });
    expect(line().types()).not.toContain('look');
    lab.setView({ tab: 'layers' });
    expect(line().sent.at(-1)).toEqual({ type: 'look', runId: 1, look: { layer: 3, example: 0, channel: null } });
    lab.select({ layer: 2 });
    expect(line().sent.at(-1)).toMatchObject({ type: 'look', look: { layer: 5 } });
    lab.look({ layer: 3, example: 7 });
    expect(lab.store.getState().selection).toEqual({ arm: 1, layer: 0 });
    lab.setView({ tab: 'cost' });
    expect(line().sent.at(-1)).toEqual({ type: 'look', runId: 1, look: null });
    lab.setView({ tab: 'layers' });
    lab.reset();
    tell({ ...ready, visible, testExamples: 5 });
    expect(line().sent.at(-1)).toEqual({ type: 'look', runId: 2, look: { layer: 3, example: 0, channel: null } });
  });

  it('remembers when each position was first learnt', () => {
    const scores = (step: number, ...accuracies: number[]) =>
      ({ type: 'positions', arm: 1, step, accuracies: Float64Array.from(accuracies), losses: new Float64Array(3) }) as const;
    tell(ready, scores(10, 0.95, 0.2, 0.3), scores(20, 0.5, 0.9, 0.89));
    expect(lab.store.getState().run.arms[1]).toMatchObject({ learnt: [10, 20, NaN], positions: { step: 20 } });
  });

  it('keeps the values after a lost device and restarts in the same worker, which makes a new device', () => {
    tell(ready, progress(0, 1, 2), { type: 'failure', failure: { kind: 'device-lost', message: 'lost', remedy: 'restart' } });
    expect(lab.store.getState().run.arms[0]?.step).toBe(2);
    lab.reset(true);
    expect(lines).toHaveLength(1);
    expect(line().terminated).toBe(false);
    expect(line().sent.at(-1)).toMatchObject({ type: 'load', runId: 2, play: true });
  });

  it('keeps the values after an internal fault and restarts with a new worker', () => {
    tell(ready, progress(0, 1, 2), { type: 'failure', failure: { kind: 'internal', message: 'broken', remedy: 'restart' } });
    expect(lab.store.getState().run.arms[0]?.step).toBe(2);
    const before = line();
    lab.reset(true);
    expect(before.terminated).toBe(true);
    expect(lines).toHaveLength(2);
    expect(line().sent[0]).toMatchObject({ type: 'load', play: true });
  });

  it('starts a finished run over', () => {
    tell(ready, { type: 'finished', reason: 'steps' });
    lab.togglePlaying();
    expect(line().sent.at(-1)).toMatchObject({ type: 'load', runId: 2, play: true });
  });

  it('sends commands only to a prepared run', () => {
    lab.togglePlaying();
    lab.step();
    expect(line().types()).toEqual(['load']);
  });

  it('follows a fit to its choice, and hears nothing of an earlier one', () => {
    const budget = { bytes: 100, relative: 2 };
    lab.fit(spec, 0, budget);
    expect(line().sent.at(-1)).toEqual({ type: 'fit', fitId: 1, spec, budget });
    lab.fit(spec, 1, budget);
    line().tellOfFit({ type: 'fit-failed', fitId: 1, failure: { kind: 'internal', message: '', remedy: '' } });
    const attempt: Attempt = {
      label: 'diagonals',
      bytes: 90,
      allocated: 90,
      times: { plain: 1, sections: new Map() },
      periods: { statisticsEvery: 1, inverseEvery: 5 },
      relative: 1,
      verdict: 'fits',
    };
    line().tellOfFit({ type: 'fit-trying', fitId: 2, label: 'diagonals', index: 0, choices: 1 });
    line().tellOfFit({ type: 'fit-attempt', fitId: 2, attempt });
    expect(lab.store.getState().fit).toMatchObject({ id: 2, arm: 1, status: { kind: 'trying' }, attempts: [attempt] });
    line().tellOfFit({ type: 'fitted', fitId: 2, arm: null, measured: null });
    expect(lab.store.getState().fit?.status).toEqual({ kind: 'refused' });
    lab.cancelFit();
    expect(line().sent.at(-1)).toMatchObject({ type: 'fit', fitId: 2 });
  });

  it('gives a fit up on request, and with the worker that it ran in', () => {
    lab.fit(spec, 0, { bytes: 100, relative: 2 });
    lab.cancelFit();
    expect(line().sent.at(-1)).toEqual({ type: 'cancel-fit', fitId: 1 });
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
          lines.push(new Line());
          return line();
        },
        {},
        clock,
        () => files,
      );
      waiting.load(spec, false);
      line().tell(1, ready);
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
      return line().sent.filter(({ type }) => type === 'fit').length;
    };

    it('starts it once they are found', async () => {
      expect(line().sent.some(({ type }) => type === 'fit')).toBe(false);
      expect(await fitsSent()).toBe(1);
    });

    it('gives it up on request, without a word to the worker, and never starts it', async () => {
      waiting.cancelFit();
      expect(waiting.store.getState().fit?.status).toEqual({ kind: 'cancelled', by: 'person' });
      expect(await fitsSent()).toBe(0);
      expect(line().sent.some(({ type }) => type === 'cancel-fit')).toBe(false);
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
      expect(line().sent.at(-1)).toMatchObject({ type: 'fit', fitId: known + 1 });
      waiting.fit(spec, 1, budget);
      expect(line().sent.slice(-2)).toMatchObject([{ type: 'cancel-fit', fitId: known + 1 }, { type: 'fit' }]);
    });
  });
});
