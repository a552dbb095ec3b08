import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import { DeviceWatch } from '../lab/device-watch.ts';
import type { DataSource } from '../lab/datasets/data-source.ts';
import type { CheckedFit, FitProgress, FitRequest } from '../lab/fit/fit-arm.ts';
import { parseSpec } from '../lab/parse-spec.ts';
import { SpecError } from '../lab/spec-error.ts';
import type { WorkerMessage } from './command-schema.ts';
import { describeFailure, describeMissingDevice, noWebGpu } from './describe-failure.ts';
import { causeOf } from './device-cause.ts';
import { filesOfPage } from './page-files.ts';
import { isFitEnd, type Failure, type FitEvent } from './protocol.ts';

export interface FitHostOptions {
  /** Gives the live device or makes the next; null where WebGPU is missing. */
  readonly devices: { acquire(): Promise<DeviceContext> } | null;
  readonly fit: (request: FitRequest, progress: FitProgress) => Promise<CheckedFit>;
  readonly post: (event: FitEvent) => void;
}

type FitMessage = Extract<WorkerMessage, { type: 'fit' }>;

interface Fit {
  readonly id: number;
  readonly abort: AbortController;
  /** Told its end: nothing more of it is heard. */
  ended: boolean;
}

/** An event before it gets its fit. */
type FitBody = FitEvent extends infer Event ? (Event extends FitEvent ? Omit<Event, 'fitId'> : never) : never;

/**
 * Fits arms to budgets, one at a time, on a device of its own: what is allocated there is the fit's alone, a candidate
 * that loses the device takes no race with it, and the first fit's pipelines serve the next.
 */
export class FitHost {
  readonly #options: FitHostOptions;
  #fit: Fit | null = null;
  /** The end of all earlier fits; the next starts when their memory is released. */
  #settled: Promise<void> = Promise.resolve();
  #hadDevice = false;

  constructor(options: FitHostOptions) {
    this.#options = options;
  }

  /** Starts a fit in place of any other. */
  start(message: FitMessage, source: DataSource | null): void {
    this.end('person');
    const fit: Fit = { id: message.fitId, abort: new AbortController(), ended: false };
    this.#fit = fit;
    this.#tell(fit, { type: 'fit-stage', stage: 'device' });
    this.#settled = this.#settled.then(() => this.#execute(fit, message, source));
  }

  /** Ends the fit that runs, if any, or if it is the one that is named. */
  end(by: 'person' | 'race', fitId: number | null = null): void {
    const fit = this.#fit;
    if (fit === null || fit.ended || (fitId !== null && fit.id !== fitId)) return;
    this.#tell(fit, { type: 'fit-cancelled', by });
    fit.abort.abort();
  }

  /** Never rejects: every fault becomes an event. */
  async #execute(fit: Fit, { spec: unchecked, budget, files: named }: FitMessage, source: DataSource | null): Promise<void> {
    const fail = (failure: Failure): void => this.#tell(fit, { type: 'fit-failed', failure });
    if (fit.ended) return;
    const { devices, fit: run } = this.#options;
    if (devices === null) {
      fail(noWebGpu);
      return;
    }
    let context: DeviceContext;
    try {
      context = await devices.acquire();
      this.#hadDevice = true;
    } catch (error) {
      fail(describeMissingDevice(error, this.#hadDevice));
      return;
    }
    const watch = new DeviceWatch(context, (kind, reason) => {
      fail(kind === 'lost' ? lost(reason) : describeFailure(new Error(`fit: the GPU refused work (${reason}); fit again`)));
      fit.abort.abort();
    });
    try {
      if (source === null) throw new Error('worker: expected a connect message before fit, got none; reload the page');
      const spec = parseSpec(unchecked);
      const [arm] = spec.arms;
      if (arm?.optimizer.kind !== 'kfac') {
        const message = `expected "kfac" to fit to a budget, got ${JSON.stringify(arm?.optimizer.kind)}; choose a K-FAC arm`;
        throw new SpecError([{ path: 'arms.0.optimizer.kind', message }]);
      }
      const files = await filesOfPage(spec.data, named);
      fit.abort.signal.throwIfAborted();
      const request = { spec, arm: { ...arm, optimizer: arm.optimizer }, budget, context, source, files, signal: fit.abort.signal };
      const { arm: fitted, measured } = await run(request, {
        onStage: (stage) => this.#tell(fit, { type: 'fit-stage', stage }),
        onTrying: (label, index, choices) => this.#tell(fit, { type: 'fit-trying', label, index, choices }),
        onAttempt: (attempt) => this.#tell(fit, { type: 'fit-attempt', attempt }),
      });
      this.#tell(fit, { type: 'fitted', arm: fitted, measured });
    } catch (error) {
      // Of a fit that was given up nothing is heard.
      const failure = describeFailure(await causeOf(error, context));
      fail(failure.kind === 'device-lost' ? lost(failure.message) : failure);
    } finally {
      watch.release();
    }
  }

  /** Nothing once the fit has ended. */
  #tell(fit: Fit, body: FitBody): void {
    if (fit.ended) return;
    fit.ended = isFitEnd(body);
    this.#options.post({ ...body, fitId: fit.id });
  }
}

function lost(reason: string): Failure {
  return {
    kind: 'device-lost',
    message: `The GPU device was lost while it was measured (${reason}).`,
    remedy: 'Fit again: it starts on a new device.',
  };
}
