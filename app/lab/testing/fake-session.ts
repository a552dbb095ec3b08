import type { SessionEvent } from '../events.ts';
import { openSession, type SessionOptions } from '../open-session.ts';
import { SessionControl } from '../session-control.ts';
import type { Session } from '../session.ts';
import type { ExperimentSpec } from '../spec.ts';
import { fakeContext, fakeEngine, smallSpec, type FakeContext, type FakeEngine, type FakeEngineOptions } from './fake-engine.ts';
import { noFiles } from './no-files.ts';

interface FakeSetting {
  readonly engine: FakeEngine;
  readonly device: FakeContext;
  readonly control: SessionControl;
  /** What a session is opened with. */
  readonly options: SessionOptions<{ destroy(): void }>;
}

/** All that a session of fake arms is opened with. */
export function fakeSetting(spec: ExperimentSpec = smallSpec, engineOptions: FakeEngineOptions = {}): FakeSetting {
  const engine = fakeEngine(engineOptions);
  const device = fakeContext();
  const control = new SessionControl();
  return { engine, device, control, options: { spec, context: device.context, source: noFiles, engine, control, now: engine.now } };
}

/** A session of fake arms that waits to be played. */
export async function fakeSession(
  spec?: ExperimentSpec,
  engineOptions?: FakeEngineOptions,
  more: Pick<SessionOptions<never>, 'saving' | 'resume'> = {},
): Promise<FakeSetting & { readonly session: Session }> {
  const setting = fakeSetting(spec, engineOptions);
  return { ...setting, session: await openSession({ ...setting.options, ...more }) };
}

/** All events up to `finished`, with something done at each. */
export async function collect(session: Session, onEvent: (event: SessionEvent) => unknown = () => undefined): Promise<SessionEvent[]> {
  const events: SessionEvent[] = [];
  for await (const event of session.run()) {
    events.push(event);
    await onEvent(event);
    if (event.type === 'finished') break;
  }
  return events;
}

export function ofType<Type extends SessionEvent['type']>(events: readonly SessionEvent[], type: Type) {
  return events.filter((event): event is Extract<SessionEvent, { type: Type }> => event.type === type);
}

/** [step, loss] of each step of an arm. */
export function lossCurve(events: readonly SessionEvent[], arm: number): number[][] {
  return ofType(events, 'progress')
    .filter((event) => event.arm === arm)
    .flatMap(({ steps, losses }) => Array.from(steps, (step, index) => [step, losses[index]!]));
}
