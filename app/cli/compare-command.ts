import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { compareOptimizers, type ComparisonEvent } from '../lab/compare/compare-optimizers.ts';
import { comparisonTables } from '../lab/compare/comparison-tables.ts';
import type { Comparison } from '../lab/compare/comparison.ts';
import { resultsSchema, type Results } from '../lab/compare/results.ts';
import { readSpecFiles } from '../lab/files/read-spec-files.ts';
import { formatNumber } from '../lab/format-number.ts';
import { openSession } from '../lab/open-session.ts';
import { parseJson, parseJsonText } from '../lab/parse-json.ts';
import { SessionControl } from '../lab/session-control.ts';
import type { Releasable } from '../lab/session-engine.ts';
import { SpecError } from '../lab/spec-error.ts';
import { unreachable } from '../lab/unreachable.ts';
import type { CompareArguments } from './arguments.ts';
import { expectWritable } from './expect-writable.ts';
import { folderDataSource } from './folder-data-source.ts';
import { formatMarkdown } from './format-markdown.ts';
import { formatTable } from './format-table.ts';
import { readComparison } from './read-comparison.ts';
import { INTERRUPTED, type CommandEnvironment } from './run-command.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Trains the candidates of a comparison, measures what an update of the best ones costs, and prints tables. With results to
 * write to, it writes after every candidate, and does not train again what they hold already.
 * @returns the exit code: 130 when interrupted
 * @throws UsageError for files that cannot be read or written, SpecError for a comparison that is not fair or cannot be run.
 */
export async function compareCommand<Uploaded extends Releasable>(
  { comparison: name, json, markdown }: CompareArguments,
  { terminal, devices, engine, source }: CommandEnvironment<Uploaded>,
): Promise<number> {
  const comparison = await readComparison(name);
  let results = json === null ? NOTHING : await readResults(json);
  const files = readSpecFiles(folderDataSource(dirname(name), 'correct the path in the comparison'));
  const context = await devices.acquire();
  const adapter = context.facts.description;
  const control = new SessionControl();
  control.play();
  const onInterrupt = (): void => {
    terminal.note('interrupted: ending after this submission');
    control.stop();
  };
  process.once('SIGINT', onInterrupt);
  try {
    const open = (spec: Parameters<typeof openSession>[0]['spec']) => openSession({ spec, context, source, files, engine, control });
    for await (const event of compareOptimizers(comparison, { known: results, adapter, open })) {
      showProgress(event, comparison, terminal);
      if (event.type !== 'trained' && event.type !== 'timed') continue;
      results = event.results;
      if (json !== null) await writeResults(json, results);
    }
  } catch (error) {
    // Interrupted while preparing, openSession throws the control's reason.
    if (error !== control.signal.reason) throw error;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
  const format = markdown ? formatMarkdown : formatTable;
  const tables = comparisonTables(comparison, results, adapter).map(({ title, header, rows }) => `${title}\n\n${format(header, rows)}`);
  terminal.out(tables.join('\n\n'));
  return control.signal.aborted ? INTERRUPTED : 0;
}

const NOTHING: Results = { version: 1, trials: [], timings: [] };

/** What an earlier run measured; nothing when there is no file yet. */
async function readResults(path: string): Promise<Results> {
  await expectWritable('--json', path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return NOTHING;
  }
  try {
    return parseJson(resultsSchema, parseJsonText(text));
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new UsageError(`--json: expected results of lab compare or no file, got other contents in ${path}; name another file`);
  }
}

/** Beside the file first, so that an interrupt never leaves half of it. */
async function writeResults(path: string, results: Results): Promise<void> {
  await writeFile(`${path}.part`, `${JSON.stringify(results, null, 1)}\n`);
  await rename(`${path}.part`, path);
}

function showProgress(event: ComparisonEvent, { entrants, experiment }: Comparison, terminal: Terminal): void {
  switch (event.type) {
    case 'training': {
      const { entrant, candidate, step, loss } = event;
      const of = entrants[0]!.candidates.length;
      terminal.replace?.(`${entrant}, candidate ${candidate + 1} of ${of}: ${step}/${experiment.stop.steps!}  loss ${formatNumber(loss)}`);
      return;
    }
    case 'timing':
      terminal.replace?.(`timing the winners in turns: ${event.step}/${event.steps}`);
      return;
    case 'trained': {
      const { trial, results } = event;
      const words =
        trial.stopped === null
          ? `metric ${formatNumber(trial.evaluations.at(-1)?.trainMetric ?? NaN)}`
          : `stopped at ${trial.stopped.step}`;
      terminal.note(`trained ${results.trials.length} candidates; ${trial.spec.arms[0]!.name}: ${words}`);
      return;
    }
    case 'timed':
      terminal.note('timed the winners');
      return;
    default:
      unreachable(event);
  }
}
