import type { DeviceContext } from '../../../gpu/runtime/device-owner.ts';
import type { DataSource } from '../../lab/datasets/data-source.ts';
import { fakeContext, fakeEngine, smallSpec, type FakeEngine } from '../../lab/testing/fake-engine.ts';
import { noFiles } from '../../lab/testing/no-files.ts';
import type { Command, RunEvent } from '../protocol.ts';
import { RunHost } from '../run-host.ts';

interface HostSetting {
  /** Null where WebGPU is missing; a device that is always there when absent. */
  readonly devices?: { acquire(): Promise<DeviceContext> } | null;
  readonly engine?: FakeEngine;
  readonly source?: DataSource;
  /** Whether the page keeps up with the events. */
  readonly acknowledges?: boolean;
}

interface HostedRuns {
  /** What fits were asked to start and to end. */
  readonly fits: string[];
  readonly events: RunEvent[];
  readonly host: { handle(data: unknown): void };
  readonly send: (command: Command) => void;
  /** Resolves at the first event, from now or before, that answers true. */
  readonly until: (answers: (event: RunEvent) => boolean) => Promise<RunEvent>;
}

const alwaysThere = { acquire: () => Promise.resolve(fakeContext().context) };

/** A connected host of runs of fake arms, and all it tells. */
export function hostedRuns(setting: HostSetting = {}): HostedRuns {
  const { devices = alwaysThere, engine = fakeEngine(), source = noFiles, acknowledges = true } = setting;
  const events: RunEvent[] = [];
  const watchers = new Set<() => void>();
  const fits: string[] = [];
  const host = new RunHost({
    devices,
    engine,
    openFolder: () => source,
    fits: { start: ({ fitId }) => void fits.push(`start ${fitId}`), end: (by) => void fits.push(`end by ${by}`) },
    post: (event) => {
      events.push(event);
      for (const watcher of [...watchers]) watcher();
      if (acknowledges) setTimeout(() => host.handle({ type: 'acknowledge', runId: event.runId, sequence: event.sequence }), 0);
    },
  });
  host.handle({ type: 'connect', dataFolder: 'https://lab.example/data/' });
  return {
    events,
    fits,
    host,
    send: (command) => host.handle(command),
    until: (answers) =>
      new Promise((resolve) => {
        const look = (): void => {
          const event = events.find(answers);
          if (event === undefined) return;
          watchers.delete(look);
          resolve(event);
        };
        watchers.add(look);
        look();
      }),
  };
}

export const load = (runId: number, play = true): Command => ({ type: 'load', runId, spec: smallSpec, play });

export const ofType = (type: RunEvent['type'], runId?: number) => (event: RunEvent) =>
  event.type === type && (runId === undefined || event.runId === runId);
