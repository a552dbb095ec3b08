import { createStore, type StoreApi } from 'zustand/vanilla';
import { filesOfData } from '../lab/files-of-data.ts';
import type { Look } from '../lab/looks/look.ts';
import type { Selection } from '../lab/session-control.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { Budget } from '../lab/fit/fit-budget.ts';
import type { NamedFile } from '../worker/file-source.ts';
import type { Command, FitEvent, RunEvent } from '../worker/protocol.ts';
import { startedFit, isFitRunning, reduceFit, type FitState } from './fit-state.ts';
import { browserClock, FrameQueue, type FrameClock } from './frame-queue.ts';
import { reduceRun } from './reduce-run.ts';
import { emptyRun, isLive, loadingRun, stepsDone, type RunState } from './run-state.ts';
import { lookFor, selectionFor } from './selection.ts';
import { StepRate } from './step-rate.ts';
import { DEFAULT_VIEW, type ViewSettings } from './view-settings.ts';

/** The line to the training worker. */
export interface LabConnection {
  send(command: Command): void;
  subscribe(listener: (event: RunEvent) => void): unknown;
  subscribeFits(listener: (event: FitEvent) => void): unknown;
  terminate(): void;
}

/** Everything the page shows. */
export interface LabState {
  readonly run: RunState;
  /** Grows whenever curves or values changed, at most four times a second while training goes on. */
  readonly version: number;
  /** Steps per second of wall time, NaN while unknown. */
  readonly stepsPerSecond: number;
  /** Limit of steps per second and arm; null for none. */
  readonly speed: number | null;
  readonly selection: Selection | null;
  /** The layer and example whose work is shown; null where no layer can be seen at work. */
  readonly look: Look | null;
  readonly view: ViewSettings;
  /** The latest fit of an arm to a budget; null before the first. */
  readonly fit: FitState | null;
}

/** Events that training brings along by itself, however many; what a person asked for is drawn at once. */
const OF_TRAINING: ReadonlySet<RunEvent['type']> = new Set([
  'progress',
  'evaluation',
  'inspection',
  'predictions',
  'mistakes',
  'positions',
  'layer-look',
]);

/** Shortest time between two redraws caused by training alone, ms. */
const REDRAW_INTERVAL = 250;

/** Holds the state of the page, turns worker events into it and actions into commands. Knows no React. */
export class Lab {
  readonly store: StoreApi<LabState>;
  readonly #connect: () => LabConnection;
  readonly #filesOf: (spec: ExperimentSpec) => Promise<readonly NamedFile[]>;
  readonly #clock: FrameClock;
  readonly #rate = new StepRate();
  #connection: LabConnection | null = null;
  /** The run with all events so far; the store's copy may be a moment older. */
  #draft: RunState = emptyRun();
  #runs = 0;
  #fits = 0;
  /** The fit whose files are being looked for, of which the worker knows nothing yet; null for none. */
  #waitingFit: number | null = null;
  #lastRedraw = -Infinity;
  #redrawPending = false;
  #inspected: Selection | null = null;
  #watched: Look | null = null;

  /** @param filesOf the files that a spec names, as far as they are there */
  constructor(
    connect: () => LabConnection,
    view: Partial<ViewSettings> = {},
    clock: FrameClock = browserClock,
    filesOf: (spec: ExperimentSpec) => Promise<readonly NamedFile[]> = () => Promise.resolve([]),
  ) {
    this.#connect = connect;
    this.#filesOf = filesOf;
    this.#clock = clock;
    this.store = createStore<LabState>()(() => ({
      run: this.#draft,
      version: 0,
      stepsPerSecond: NaN,
      speed: null,
      selection: null,
      look: null,
      view: { ...DEFAULT_VIEW, ...view },
      fit: null,
    }));
  }

  /** Replaces the run by one of `spec`; after a fault of the lab itself the worker is replaced as well. */
  load(spec: ExperimentSpec, play: boolean): void {
    const { status } = this.#draft;
    this.#endWaitingFit('race');
    // After any other failure the worker is sound, and it alone knows that it had a device before.
    if (status.kind === 'failed' && status.failure.kind === 'internal') this.#disconnect();
    this.#runs += 1;
    this.#draft = loadingRun(this.#runs, spec, this.#draft.adapter);
    this.#inspected = null;
    this.#watched = null;
    this.#rate.clear();
    this.#redraw();
    const runId = this.#runs;
    this.#withFiles(spec, (files) => {
      if (runId !== this.#runs) return;
      this.#send({ type: 'load', runId, spec, play, ...files });
      const { speed } = this.store.getState();
      if (speed !== null) this.#send({ type: 'speed', runId, stepsPerSecond: speed });
    });
  }

  /** Loads the spec of the current run again, from its first step. */
  reset(play = false): void {
    if (this.#draft.spec) this.load(this.#draft.spec, play);
  }

  /** Starts or stops training; a finished run starts over. */
  togglePlaying(): void {
    if (this.#draft.status.kind === 'finished') this.reset(true);
    else if (isLive(this.#draft)) {
      if (!this.#draft.playing) this.#endWaitingFit('race');
      this.#send({ type: this.#draft.playing ? 'pause' : 'play', runId: this.#draft.id });
    }
  }

  /** Trains every arm by one step; the worker pauses a running race for it. */
  step(): void {
    if (!isLive(this.#draft)) return;
    this.#endWaitingFit('race');
    this.#send({ type: 'step', runId: this.#draft.id });
  }

  /** Limits the steps per second of each arm; null for no limit. */
  setSpeed(speed: number | null): void {
    this.store.setState({ speed });
    // A run that is being prepared takes it too: it then starts at that speed.
    if (isLive(this.#draft) || this.#draft.status.kind === 'loading')
      this.#send({ type: 'speed', runId: this.#draft.id, stepsPerSecond: speed });
  }

  /** Selects what every view shows; a part left out stays as it is. */
  select(change: Partial<Selection>): void {
    const layers = this.#draft.arms[change.arm ?? this.store.getState().selection?.arm ?? 0]?.description.layers.length ?? 0;
    const selection = { arm: 0, layer: 0, ...this.store.getState().selection, ...change };
    const layer = Math.max(0, Math.min(selection.layer, layers - 1));
    this.store.setState({ selection: { ...selection, layer } });
    const { look } = this.store.getState();
    const seen = this.#draft.visible.find(({ weights }) => weights.includes(layer));
    if (change.layer !== undefined && look !== null && seen !== undefined && seen.layer !== look.layer)
      this.#setLook({ layer: seen.layer });
    this.#sync();
  }

  /** Chooses what is shown of a layer at work; the layer's weight is selected along. */
  look(change: Partial<Look>): void {
    const { look, selection } = this.store.getState();
    if (look === null) return;
    this.#setLook(change);
    const weights = this.#draft.visible.find(({ layer }) => layer === change.layer)?.weights ?? [];
    const [first] = weights;
    if (selection !== null && first !== undefined && !weights.includes(selection.layer)) {
      this.store.setState({ selection: { ...selection, layer: first } });
    }
    this.#sync();
  }

  /** Changes how the run is shown. */
  setView(change: Partial<ViewSettings>): void {
    this.store.setState((state) => ({ view: { ...state.view, ...change } }));
    this.#sync();
  }

  /**
   * Fits a K-FAC arm, the only one of `spec`, to a budget, in place of any other fit; a race rests meanwhile.
   * @param arm its place in the experiment
   */
  fit(spec: ExperimentSpec, arm: number, budget: Budget): void {
    this.cancelFit();
    this.#fits += 1;
    const fitId = this.#fits;
    this.store.setState({ fit: startedFit(fitId, spec, arm, budget) });
    this.#waitingFit = fitId;
    this.#withFiles(spec, (files) => {
      if (this.#waitingFit !== fitId) return;
      this.#waitingFit = null;
      this.#send({ type: 'fit', fitId, spec, budget, ...files });
    });
  }

  /** Gives the fit up that is under way. */
  cancelFit(): void {
    const { fit } = this.store.getState();
    if (fit === null || !isFitRunning(fit)) return;
    if (this.#waitingFit === null) this.#send({ type: 'cancel-fit', fitId: fit.id });
    else this.#endWaitingFit('person');
  }

  /** Ends the worker. */
  dispose(): void {
    this.#disconnect();
  }

  /** Ends a fit that the worker knows nothing of. */
  #endWaitingFit(by: 'person' | 'race'): void {
    const { fit } = this.store.getState();
    if (fit === null || this.#waitingFit === null) return;
    this.#waitingFit = null;
    this.store.setState({ fit: reduceFit(fit, { type: 'fit-cancelled', by, fitId: fit.id }) });
  }

  /** Goes on with the files that a spec names; at once where it names none. */
  #withFiles(spec: ExperimentSpec, goOn: (files: { readonly files?: readonly NamedFile[] }) => void): void {
    if (filesOfData(spec.data).length === 0) goOn({});
    else void this.#filesOf(spec).then((files) => goOn(files.length > 0 ? { files } : {}));
  }

  #ingest(events: readonly RunEvent[]): void {
    let urgent = !this.#draft.playing;
    for (const event of events) {
      if (event.runId !== this.#draft.id) continue;
      this.#draft = reduceRun(this.#draft, event);
      urgent ||= !OF_TRAINING.has(event.type);
      if (event.type === 'ready') this.#prepared();
      if (event.type === 'transport' && !event.playing) this.#rate.clear();
    }
    const wait = this.#lastRedraw + REDRAW_INTERVAL - this.#clock.now();
    if (urgent || wait <= 0) this.#redraw();
    else this.#redrawAfter(wait);
    const sequence = events.findLast((event) => event.runId === this.#draft.id)?.sequence;
    const runId = this.#draft.id;
    // A task of its own runs after the frame was drawn: a slow page acknowledges late and the worker waits.
    if (sequence !== undefined) this.#clock.later(() => this.#acknowledge(runId, sequence), 0);
  }

  #acknowledge(runId: number, sequence: number): void {
    if (runId === this.#draft.id) this.#send({ type: 'acknowledge', runId, sequence });
  }

  #prepared(): void {
    const selection = selectionFor(
      this.#draft.arms.map((arm) => arm.description),
      this.store.getState().selection,
    );
    const look = lookFor(this.#draft.visible, this.#draft.testExamples, this.store.getState().look);
    this.store.setState({ selection, look });
    this.#sync();
  }

  /** Filters of another layer read other channels. */
  #setLook(change: Partial<Look>): void {
    this.store.setState(({ look }) => {
      if (look === null) return {};
      const channel = change.layer === undefined || change.layer === look.layer ? look.channel : null;
      return { look: { ...look, channel, ...change } };
    });
  }

  /** Spectra and looks into layers cost time, so the worker is asked for them only while they are on view. */
  #sync(): void {
    if (!isLive(this.#draft) && this.#draft.status.kind !== 'finished') return;
    const { selection, look, view } = this.store.getState();
    const shown = view.mode === 'lab' ? view.tab : null;
    const inspected = shown === 'curvature' ? selection : null;
    if (inspected?.arm !== this.#inspected?.arm || inspected?.layer !== this.#inspected?.layer) {
      this.#inspected = inspected;
      this.#send({ type: 'inspect', runId: this.#draft.id, selection: inspected });
    }
    const watched = shown === 'layers' ? look : null;
    if (watched !== this.#watched) {
      this.#watched = watched;
      this.#send({ type: 'look', runId: this.#draft.id, look: watched });
    }
  }

  #redrawAfter(milliseconds: number): void {
    if (this.#redrawPending) return;
    this.#redrawPending = true;
    this.#clock.later(() => {
      this.#redrawPending = false;
      this.#redraw();
    }, milliseconds);
  }

  #redraw(): void {
    const time = this.#clock.now();
    this.#lastRedraw = time;
    const stepsPerSecond = this.#draft.playing ? this.#rate.sample(time, stepsDone(this.#draft)) : NaN;
    this.store.setState((state) => ({ run: this.#draft, version: state.version + 1, stepsPerSecond }));
  }

  #send(command: Command): void {
    if (!this.#connection) {
      const connection = this.#connect();
      const queue = new FrameQueue<RunEvent>(this.#clock, (events) => this.#ingest(events));
      connection.subscribe((event) => {
        if (connection === this.#connection) queue.push(event);
      });
      connection.subscribeFits((event) => {
        if (connection === this.#connection) this.store.setState(({ fit }) => ({ fit: fit && reduceFit(fit, event) }));
      });
      this.#connection = connection;
    }
    this.#connection.send(command);
  }

  #disconnect(): void {
    const { fit } = this.store.getState();
    if (fit !== null && isFitRunning(fit))
      this.store.setState({ fit: reduceFit(fit, { type: 'fit-cancelled', by: 'race', fitId: fit.id }) });
    this.#connection?.terminate();
    this.#connection = null;
  }
}
