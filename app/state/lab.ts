import { createStore, type StoreApi } from 'zustand/vanilla';
import { filesOfData } from '../lab/files-of-data.ts';
import type { Budget } from '../lab/fit/fit-budget.ts';
import type { Look } from '../lab/looks/look.ts';
import type { Selection } from '../lab/session-control.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { NamedFile } from '../worker/file-source.ts';
import type { RunEvent } from '../worker/protocol.ts';
import { startedFit, isFitRunning, reduceFit } from './fit-state.ts';
import { browserClock, FrameQueue, type FrameClock } from './frame-queue.ts';
import type { LabState } from './lab-state.ts';
import { changesOfView, NOTHING_ON_VIEW, onView } from './on-view.ts';
import { PacedDrawing } from './paced-drawing.ts';
import { reduceRun } from './reduce-run.ts';
import { emptyRun, isLive, loadingRun, stepsDone, type RunState } from './run-state.ts';
import { afterLooking, afterSelecting, shownAtFirst } from './selection.ts';
import { StepRate } from './step-rate.ts';
import { DEFAULT_VIEW, type ViewSettings } from './view-settings.ts';
import { WorkerLine, type LabConnection } from './worker-line.ts';

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

/** Holds the state of the page, turns worker events into it and actions into commands. Knows no React. */
export class Lab {
  readonly store: StoreApi<LabState>;
  readonly #line: WorkerLine;
  readonly #filesOf: (spec: ExperimentSpec) => Promise<readonly NamedFile[]>;
  readonly #clock: FrameClock;
  readonly #drawing: PacedDrawing;
  readonly #rate = new StepRate();
  /** The run with all events so far; the store's copy may be a moment older. */
  #draft: RunState = emptyRun();
  #runs = 0;
  #fits = 0;
  /** The fit whose files are being looked for, of which the worker knows nothing yet; null for none. */
  #waitingFit: number | null = null;
  /** What the worker was last asked to tell beside training. */
  #onView = NOTHING_ON_VIEW;

  /** @param filesOf the files that a spec names, as far as they are there */
  constructor(
    connect: () => LabConnection,
    view: Partial<ViewSettings> = {},
    clock: FrameClock = browserClock,
    filesOf: (spec: ExperimentSpec) => Promise<readonly NamedFile[]> = () => Promise.resolve([]),
  ) {
    const queue = new FrameQueue<RunEvent>(clock, (events) => this.#ingest(events));
    this.#line = new WorkerLine(connect, {
      ofRuns: (event) => queue.push(event),
      ofFits: (event) => this.store.setState(({ fit }) => ({ fit: fit && reduceFit(fit, event) })),
    });
    this.#filesOf = filesOf;
    this.#clock = clock;
    this.#drawing = new PacedDrawing(clock, (time) => this.#draw(time));
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
    if (status.kind === 'failed' && status.failure.kind === 'internal') this.#endWorker();
    this.#runs += 1;
    this.#draft = loadingRun(this.#runs, spec, this.#draft.adapter);
    this.#onView = NOTHING_ON_VIEW;
    this.#rate.clear();
    this.#drawing.atOnce();
    const runId = this.#runs;
    this.#withFiles(spec, (files) => {
      if (runId !== this.#runs) return;
      this.#line.send({ type: 'load', runId, spec, play, ...files });
      const { speed } = this.store.getState();
      if (speed !== null) this.#line.send({ type: 'speed', runId, stepsPerSecond: speed });
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
      this.#line.send({ type: this.#draft.playing ? 'pause' : 'play', runId: this.#draft.id });
    }
  }

  /** Trains every arm by one step; the worker pauses a running race for it. */
  step(): void {
    if (!isLive(this.#draft)) return;
    this.#endWaitingFit('race');
    this.#line.send({ type: 'step', runId: this.#draft.id });
  }

  /** Limits the steps per second of each arm; null for no limit. */
  setSpeed(speed: number | null): void {
    this.store.setState({ speed });
    // A run that is being prepared takes it too: it then starts at that speed.
    if (isLive(this.#draft) || this.#draft.status.kind === 'loading')
      this.#line.send({ type: 'speed', runId: this.#draft.id, stepsPerSecond: speed });
  }

  /** Selects what every view shows; a part left out stays as it is. */
  select(change: Partial<Selection>): void {
    this.store.setState((state) => afterSelecting(state, this.#draft, change));
    this.#tellView();
  }

  /** Chooses what is shown of a layer at work; the layer's weight is selected along. */
  look(change: Partial<Look>): void {
    this.store.setState((state) => afterLooking(state, this.#draft, change));
    this.#tellView();
  }

  /** Changes how the run is shown. */
  setView(change: Partial<ViewSettings>): void {
    this.store.setState((state) => ({ view: { ...state.view, ...change } }));
    this.#tellView();
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
      this.#line.send({ type: 'fit', fitId, spec, budget, ...files });
    });
  }

  /** Gives the fit up that is under way. */
  cancelFit(): void {
    const { fit } = this.store.getState();
    if (fit === null || !isFitRunning(fit)) return;
    if (this.#waitingFit === null) this.#line.send({ type: 'cancel-fit', fitId: fit.id });
    else this.#endWaitingFit('person');
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
    if (urgent) this.#drawing.atOnce();
    else this.#drawing.inTurn();
    const sequence = events.findLast((event) => event.runId === this.#draft.id)?.sequence;
    const runId = this.#draft.id;
    // A task of its own runs after the frame was drawn: a slow page acknowledges late and the worker waits.
    if (sequence !== undefined) this.#clock.later(() => this.#acknowledge(runId, sequence), 0);
  }

  #acknowledge(runId: number, sequence: number): void {
    if (runId === this.#draft.id) this.#line.send({ type: 'acknowledge', runId, sequence });
  }

  #prepared(): void {
    this.store.setState((state) => shownAtFirst(this.#draft, state));
    this.#tellView();
  }

  /** Asks the worker for what came on view of a prepared run, and for no more of what went. */
  #tellView(): void {
    if (!isLive(this.#draft) && this.#draft.status.kind !== 'finished') return;
    const now = onView(this.store.getState());
    for (const command of changesOfView(this.#draft.id, this.#onView, now)) this.#line.send(command);
    this.#onView = now;
  }

  #draw(time: number): void {
    const stepsPerSecond = this.#draft.playing ? this.#rate.sample(time, stepsDone(this.#draft)) : NaN;
    this.store.setState((state) => ({ run: this.#draft, version: state.version + 1, stepsPerSecond }));
  }

  #endWorker(): void {
    const { fit } = this.store.getState();
    if (fit !== null && isFitRunning(fit))
      this.store.setState({ fit: reduceFit(fit, { type: 'fit-cancelled', by: 'race', fitId: fit.id }) });
    this.#line.end();
  }
}
