import type { ClientMessage } from './command-schema.ts';
import { isFitEnd, type Command, type Failure, type FitEvent, type RunEvent, type WorkerEvent } from './protocol.ts';
import { startWorker } from './start-worker.ts';

/** What the client needs of a `Worker`. */
export interface WorkerPort {
  postMessage(message: ClientMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: WorkerEvent }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message?: string; preventDefault(): void }) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
  terminate(): void;
}

export interface ClientOptions {
  readonly start?: () => WorkerPort;
  /** Absolute address of the folder with prepared data. */
  readonly dataFolder?: string;
}

/** The page's line to the training worker: typed commands out, events of the latest run and the latest fit in. */
export class LabClient {
  readonly #start: () => WorkerPort;
  readonly #dataFolder: string;
  readonly #listeners = new Set<(event: RunEvent) => void>();
  readonly #fitListeners = new Set<(event: FitEvent) => void>();
  #worker: WorkerPort | null = null;
  #runId = -1;
  #sequence = 0;
  /** The latest fit while its end is not heard. */
  #fitId: number | null = null;

  constructor({ start = startWorker, dataFolder = new URL('data/', document.baseURI).href }: ClientOptions = {}) {
    this.#start = start;
    this.#dataFolder = dataFolder;
    this.#connect();
  }

  /** Posts a command; a `load` or `fit` after the worker broke down starts a new one. */
  send(command: Command): void {
    if (command.type === 'load') {
      this.#runId = command.runId;
      this.#sequence = 0;
    }
    if (command.type === 'fit') this.#fitId = command.fitId;
    if (this.#worker === null && (command.type === 'load' || command.type === 'fit')) this.#connect();
    this.#worker?.postMessage(command);
  }

  /** Hears the events of the latest run. @returns the function that ends it */
  subscribe(listener: (event: RunEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears the events of the latest fit. @returns the function that ends it */
  subscribeFits(listener: (event: FitEvent) => void): () => void {
    this.#fitListeners.add(listener);
    return () => this.#fitListeners.delete(listener);
  }

  /** Ends the worker at once; nothing is heard after that. */
  terminate(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #connect(): void {
    const worker = this.#start();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      if (worker !== this.#worker) return;
      if ('fitId' in data) {
        if (data.fitId === this.#fitId) this.#tellOfFit(data);
        return;
      }
      if (data.runId !== this.#runId) return;
      this.#sequence = data.sequence;
      this.#tell(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const text = event.message;
      const message =
        text === undefined || text === '' ? 'The training worker could not be loaded.' : `The training worker broke down: ${text}`;
      this.#breakDown(worker, message);
    });
    worker.addEventListener('messageerror', () => {
      this.#breakDown(worker, 'The training worker sent a message that cannot be read.');
    });
    worker.postMessage({ type: 'connect', dataFolder: this.#dataFolder });
  }

  #breakDown(worker: WorkerPort, message: string): void {
    if (worker !== this.#worker) return;
    this.terminate();
    const failure: Failure = { kind: 'internal', message, remedy: 'Load the experiment again; if it fails once more, reload the page.' };
    this.#tell({ type: 'failure', failure, runId: this.#runId, sequence: this.#sequence + 1 });
    if (this.#fitId !== null) this.#tellOfFit({ type: 'fit-failed', failure: { ...failure, remedy: 'Fit again.' }, fitId: this.#fitId });
  }

  #tell(event: RunEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  #tellOfFit(event: FitEvent): void {
    if (isFitEnd(event)) this.#fitId = null;
    for (const listener of [...this.#fitListeners]) listener(event);
  }
}
