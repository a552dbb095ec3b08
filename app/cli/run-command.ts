import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DeviceContext } from '../../gpu/runtime/device-owner.ts';
import type { DataSource } from '../lab/datasets/data-source.ts';
import { openSession } from '../lab/open-session.ts';
import { SessionControl } from '../lab/session-control.ts';
import type { Releasable, SessionEngine } from '../lab/session-engine.ts';
import type { Session } from '../lab/session.ts';
import type { ExperimentSpec } from '../lab/spec.ts';
import type { RunArguments } from './arguments.ts';
import { ProgressReport } from './progress-report.ts';
import { readExperiment } from './read-experiment.ts';
import { RunRecorder } from './run-recorder.ts';
import { arrivals, summarise } from './run-summary.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What a command computes with. */
export interface CommandEnvironment<Uploaded extends Releasable> {
  readonly terminal: Terminal;
  readonly devices: { acquire(): Promise<DeviceContext> };
  readonly engine: SessionEngine<Uploaded>;
  readonly source: DataSource;
}

/** What shells give a command that an interrupt ended. */
const INTERRUPTED = 130;

/**
 * Trains an experiment to its end, or until interrupted, and prints its table.
 * @returns the exit code: 1 when every arm diverged, 130 when interrupted
 * @throws UsageError for results that could not be written, before anything is computed.
 */
export async function runCommand<Uploaded extends Releasable>(
  run: RunArguments,
  { terminal, devices, engine, source }: CommandEnvironment<Uploaded>,
): Promise<number> {
  const spec = await readExperiment(run);
  if (run.json !== null) await expectWritable(run.json);
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
    session = await openSession({ spec, context, source, engine, control, onStage: (stage) => terminal.note(`preparing: ${stage}`) });
    control.play();
    for await (const event of session.run()) {
      recorder.record(event);
      progress.show(event);
      if (event.type === 'finished') break;
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

/** @throws UsageError where a file cannot be put into its folder. */
async function expectWritable(file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw new UsageError(`--json: ${file} cannot be written (${error instanceof Error ? error.message : String(error)})`);
  }
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
      totals: { ...arm.evaluations.at(-1), steps: arm.steps.length, seconds: arm.seconds.at(-1) ?? 0 },
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
