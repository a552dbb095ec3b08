import { writeFile } from 'node:fs/promises';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { DataSource } from '../lab/datasets/data-source.ts';
import { openSession } from '../lab/open-session.ts';
import { SessionControl } from '../lab/session-control.ts';
import type { Releasable, SessionEngine } from '../lab/session-engine.ts';
import type { Session } from '../lab/session.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { RunArguments } from './arguments.ts';
import { checkpointPaths, readCheckpoint, writeCheckpoints } from './checkpoint-files.ts';
import { expectWritable } from './expect-writable.ts';
import { filesOfExperiment } from './files-of-experiment.ts';
import { ProgressReport } from './progress-report.ts';
import { readExperiment } from './read-experiment.ts';
import { RunRecorder, totalsOf } from './run-recorder.ts';
import { arrivals, summarise } from './run-summary.ts';
import type { Terminal } from './terminal.ts';

/** What a command computes with. */
export interface CommandEnvironment<Uploaded extends Releasable> {
  readonly terminal: Terminal;
  readonly devices: { acquire(): Promise<DeviceContext> };
  readonly engine: SessionEngine<Uploaded>;
  readonly source: DataSource;
}

/** What shells give a command that an interrupt ended. */
export const INTERRUPTED = 130;

/**
 * Trains an experiment to its end, or until interrupted, and prints its table.
 * @returns the exit code: 1 when every arm diverged, 130 when interrupted
 * @throws UsageError for results that could not be written, DataError for files that cannot be read, before anything is computed.
 */
export async function runCommand<Uploaded extends Releasable>(
  run: RunArguments,
  { terminal, devices, engine, source }: CommandEnvironment<Uploaded>,
): Promise<number> {
  const spec = await readExperiment(run);
  if (run.json !== null) await expectWritable('--json', run.json);
  if (run.checkpoint !== null) await expectWritable('--checkpoint', run.checkpoint);
  const saved = run.checkpoint === null ? null : checkpointPaths(run.checkpoint, spec.arms);
  const saving = saved && { every: run.saveEvery ?? Infinity, write: (session: Session) => writeCheckpoints(session, saved) };
  const resume = run.resume === null ? null : await Promise.all(checkpointPaths(run.resume, spec.arms).map(readCheckpoint));
  const files = filesOfExperiment(run.experiment);
  const context = await devices.acquire();
  const control = new SessionControl();
  const onInterrupt = (): void => {
    terminal.note('interrupted: ending after this submission');
    control.stop();
  };
  process.once('SIGINT', onInterrupt);
  const recorder = new RunRecorder();
  const progress = new ProgressReport(terminal, spec);
  const start = performance.now();
  let session: Session | null = null;
  try {
    const onStage = (stage: 'data' | 'compile'): void => terminal.note(`preparing: ${stage}`);
    session = await openSession({ spec, context, source, files, engine, control, resume, saving, onStage });
    control.play();
    for await (const event of session.run()) {
      recorder.record(event);
      progress.show(event);
      if (event.type === 'finished') break;
    }
    if (saved !== null) {
      await writeCheckpoints(session, saved);
      terminal.note(`saved step ${session.step}: ${saved.join(', ')}`);
    }
    const hashes = await session.weightHashes();
    terminal.out(summarise(session.ready.task, recorder.arms, hashes));
    if (run.json !== null) await writeResults(run.json, spec, recorder, hashes, (performance.now() - start) / 1_000);
  } catch (error) {
    // Interrupted while preparing, openSession throws the control's reason.
    if (error !== control.signal.reason) throw error;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    session?.destroy();
  }
  if (control.signal.aborted) return INTERRUPTED;
  return recorder.reason === 'all-arms-stopped' ? 1 : 0;
}

/** Numbers that JSON cannot hold are written as text: "NaN", "Infinity". */
async function writeResults(
  file: string,
  spec: ExperimentSpec,
  recorder: RunRecorder,
  hashes: readonly string[],
  wallSeconds: number,
): Promise<void> {
  const { ready, reason, arms } = recorder;
  if (ready === null) return;
  const results = {
    version: 1,
    spec,
    adapter: ready.adapter,
    kernelFamily: ready.adapter.family,
    runtime: { node: process.version, driver: process.env['VK_ICD_FILENAMES'] ?? null },
    task: ready.task,
    reason,
    wallSeconds,
    arms: arms.map((arm, index) => ({
      ...arm,
      description: ready.arms[index],
      totals: { ...arm.evaluations.at(-1), ...totalsOf(arm) },
      arrivals: arrivals(ready.task, arms, arm),
      weightsSha256: hashes[index],
    })),
  };
  const text = JSON.stringify(
    results,
    (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    1,
  );
  await writeFile(file, `${text}\n`);
}
