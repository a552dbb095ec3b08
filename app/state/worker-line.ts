import type { Command, FitEvent, RunEvent } from '../worker/protocol.ts';

/** A connection to a training worker. */
export interface LabConnection {
  send(command: Command): void;
  subscribe(listener: (event: RunEvent) => void): unknown;
  subscribeFits(listener: (event: FitEvent) => void): unknown;
  terminate(): void;
}

/** Hears what workers tell. */
interface Listener {
  readonly ofRuns: (event: RunEvent) => void;
  readonly ofFits: (event: FitEvent) => void;
}

/** The line to one training worker at a time, which is connected when there is something to send; a former one is heard no more. */
export class WorkerLine {
  readonly #connect: () => LabConnection;
  readonly #listener: Listener;
  #connection: LabConnection | null = null;

  constructor(connect: () => LabConnection, listener: Listener) {
    this.#connect = connect;
    this.#listener = listener;
  }

  send(command: Command): void {
    this.#connection ??= this.#connected();
    this.#connection.send(command);
  }

  /** Ends the worker; the next command goes to another. */
  end(): void {
    this.#connection?.terminate();
    this.#connection = null;
  }

  #connected(): LabConnection {
    const connection = this.#connect();
    connection.subscribe((event) => {
      if (connection === this.#connection) this.#listener.ofRuns(event);
    });
    connection.subscribeFits((event) => {
      if (connection === this.#connection) this.#listener.ofFits(event);
    });
    return connection;
  }
}
