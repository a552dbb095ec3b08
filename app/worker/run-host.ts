import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { DataSource } from '../lab/datasets/data-source.ts';
import { openSession } from '../lab/open-session.ts';
import { parseSpec } from '../lab/parse-spec.ts';
import { SessionControl } from '../lab/session-control.ts';
import type { Releasable, SessionEngine } from '../lab/session-engine.ts';
import type { Session } from '../lab/session.ts';
import { unreachable } from '../lab/unreachable.ts';
import { parseMessage, type WorkerMessage } from './command-schema.ts';
import { describeFailure, describeMissingDevice, noWebGpu } from './describe-failure.ts';
import { causeOf } from './device-cause.ts';
import type { NamedFile } from './file-source.ts';
import type { FitHost } from './fit-host.ts';
import { Outbox } from './outbox.ts';
import { filesOfPage } from './page-files.ts';
import type { Failure, RunEvent } from './protocol.ts';

export interface HostOptions<Uploaded extends Releasable> {
  /** Gives the live device or makes the next; null where WebGPU is missing. */
  readonly devices: { acquire(): Promise<DeviceContext> } | null;
  readonly openFolder: (address: string) => DataSource;
  readonly engine: SessionEngine<Uploaded>;
  readonly post: (event: RunEvent) => void;
  /** Fits arms to budgets while no race goes on. */
  readonly fits: Pick<FitHost, 'start' | 'end'>;
}

type LoadMessage = Extract<WorkerMessage, { type: 'load' }>;

interface Run {
  readonly id: number;
  readonly control: SessionControl;
  readonly outbox: Outbox;
  /** Ready, and neither finished nor failed: the transport works. */
  live: boolean;
}

/**
 * What runs in the worker: one session at a time, driven by the page's commands. A fit times candidates, so that a race and a
 * fit would spoil each other's clocks: the one rests while the other goes on, and the person's last wish counts.
 */
export class RunHost<Uploaded extends Releasable> {
  readonly #options: HostOptions<Uploaded>;
  #source: DataSource | null = null;
  #run: Run | null = null;
  /** The end of all earlier runs; the next starts when their memory is released. */
  #settled: Promise<void> = Promise.resolve();
  #hadDevice = false;

  constructor(options: HostOptions<Uploaded>) {
    this.#options = options;
  }

  /**
   * Takes one message of the page. Commands for a run that was replaced are ignored.
   * @throws Error for what is no message of the protocol.
   */
  handle(data: unknown): void {
    const message = parseMessage(data);
    switch (message.type) {
      case 'connect':
        this.#source = this.#options.openFolder(message.dataFolder);
        return;
      case 'load':
        this.#options.fits.end('race');
        this.#load(message);
        return;
      case 'fit':
        if (this.#run !== null) drive(this.#run, { type: 'pause', runId: this.#run.id });
        this.#options.fits.start(message, this.#source);
        return;
      case 'cancel-fit':
        this.#options.fits.end('person', message.fitId);
        return;
      case 'play':
      case 'step':
        if (this.#run?.id !== message.runId) return;
        this.#options.fits.end('race');
        drive(this.#run, message);
        return;
      case 'pause':
      case 'speed':
      case 'inspect':
      case 'look':
      case 'acknowledge':
        if (this.#run?.id === message.runId) drive(this.#run, message);
        return;
      default:
        unreachable(message);
    }
  }

  #load(message: LoadMessage): void {
    this.#run?.control.stop();
    this.#run?.outbox.close();
    const run: Run = {
      id: message.runId,
      control: new SessionControl(),
      outbox: new Outbox(message.runId, this.#options.post),
      live: false,
    };
    this.#run = run;
    // Taken now, so that a pause sent while the session opens holds.
    if (message.play) run.control.play();
    run.outbox.push({ type: 'loading', stage: 'device' });
    this.#settled = this.#settled.then(() => this.#execute(run, message));
  }

  /** Never rejects: every fault becomes a failure event. */
  async #execute(run: Run, { spec, files }: LoadMessage): Promise<void> {
    const { control, outbox } = run;
    if (control.signal.aborted) return;
    const fail = (failure: Failure): void => {
      run.live = false;
      if (!control.signal.aborted) outbox.push({ type: 'failure', failure });
    };
    let context: DeviceContext;
    try {
      if (this.#options.devices === null) {
        fail(noWebGpu);
        return;
      }
      context = await this.#options.devices.acquire();
      this.#hadDevice = true;
    } catch (error) {
      fail(describeMissingDevice(error, this.#hadDevice));
      return;
    }
    let session: Session | null = null;
    try {
      session = await this.#open(run, context, spec, files);
      await this.#pump(run, session);
    } catch (error) {
      fail(describeFailure(await causeOf(error, context)));
    } finally {
      session?.destroy();
    }
  }

  async #open({ control, outbox }: Run, context: DeviceContext, json: unknown, named: readonly NamedFile[]): Promise<Session> {
    if (this.#source === null) throw new Error('worker: expected a connect message before load, got none; reload the page');
    const onStage = (stage: 'data' | 'compile'): void => {
      outbox.push({ type: 'loading', stage });
    };
    const { engine } = this.#options;
    const spec = parseSpec(json);
    const source = this.#source;
    const files = await filesOfPage(spec.data, named);
    return openSession({ spec, context, source, files, engine, control, onStage });
  }

  async #pump(run: Run, session: Session): Promise<void> {
    const { control, outbox } = run;
    for await (const event of session.run()) {
      await outbox.room();
      if (control.signal.aborted) return;
      outbox.push(event);
      if (event.type === 'ready') {
        run.live = true;
        outbox.push({ type: 'transport', playing: control.playing });
      } else if (event.type === 'finished') {
        run.live = false;
        control.pause();
        outbox.push({ type: 'transport', playing: false });
      }
    }
  }
}

/** Applies a command to the run it names. Before the run is ready, play and pause take effect once it is. */
function drive(run: Run, message: Exclude<WorkerMessage, { type: 'connect' | 'load' | 'fit' | 'cancel-fit' }>): void {
  const { control, outbox } = run;
  switch (message.type) {
    case 'play':
      control.play();
      break;
    case 'pause':
      control.pause();
      break;
    case 'step':
      control.step();
      break;
    case 'speed':
      control.setSpeed(message.stepsPerSecond);
      return;
    case 'inspect':
      control.inspect(message.selection);
      return;
    case 'look':
      control.watch(message.look);
      return;
    case 'acknowledge':
      outbox.acknowledge(message.sequence);
      return;
    default:
      unreachable(message);
  }
  if (run.live) outbox.push({ type: 'transport', playing: control.playing });
}
