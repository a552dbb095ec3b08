import type { Command, FitEvent, RunEvent } from '../../worker/protocol.ts';
import type { LabConnection } from '../worker-line.ts';

/** An event before it has a run and a place in its order. */
export type EventBody = RunEvent extends infer Event ? (Event extends RunEvent ? Omit<Event, 'runId' | 'sequence'> : never) : never;

/** A worker that notes what it is sent, and tells what a test wants it to. */
export class FakeWorker implements LabConnection {
  readonly sent: Command[] = [];
  terminated = false;
  tellOfFit: (event: FitEvent) => void = () => undefined;
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
