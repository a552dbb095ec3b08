import { parseJson } from '../parse-json.ts';
import { checkSpec } from '../parse-spec.ts';
import { SpecError, type SpecIssue } from '../spec-error.ts';
import { candidateSpec, comparisonSchema, type Comparison } from './comparison.ts';
import { updatePeriod } from './update-period.ts';

/**
 * The comparison in parsed JSON, checked field by field, then every candidate as an experiment of its own, then whether
 * all entrants have the same budget.
 * @throws SpecError with every issue found.
 */
export function parseComparison(json: unknown): Comparison {
  const comparison = parseJson(comparisonSchema, json);
  const issues = [...checkCandidates(comparison), ...checkBudget(comparison), ...checkUpdates(comparison), ...checkTiming(comparison)];
  if (issues.length > 0) throw new SpecError(issues);
  return comparison;
}

/** What is wrong with a candidate's experiment, at its place in the comparison; what is wrong with all is said once. */
function checkCandidates(comparison: Comparison): SpecIssue[] {
  const { entrants } = comparison;
  const found = new Map<string, SpecIssue>();
  for (const [index, entrant] of entrants.entries()) {
    const first = entrants.findIndex(({ name }) => name === entrant.name);
    if (first < index) {
      const message = `expected a name of its own, got ${JSON.stringify(entrant.name)} as in entrants.${first}; rename one of them`;
      found.set(`entrants.${index}.name`, { path: `entrants.${index}.name`, message });
    }
    for (const candidate of entrant.candidates.keys()) {
      for (const { path, message } of checkSpec(candidateSpec(comparison, entrant, candidate))) {
        const place = placeOf(path, `entrants.${index}`, candidate);
        found.set(`${place} ${message}`, { path: place, message });
      }
    }
  }
  return [...found.values()];
}

/** Where a path of a candidate's experiment lies in the comparison. */
function placeOf(path: string, entrant: string, candidate: number): string {
  if (path.startsWith('arms.0.optimizer')) return path.replace('arms.0.optimizer', `${entrant}.candidates.${candidate}`);
  return path.startsWith('arms.0') ? path.replace('arms.0', entrant) : `experiment.${path}`;
}

/** The same number of candidates for each entrant, the same number of updates for each candidate. */
function checkBudget({ experiment, entrants }: Comparison): SpecIssue[] {
  const issues: SpecIssue[] = [];
  const { steps, seconds } = experiment.stop;
  if (steps === null) {
    const message = 'expected the updates that every candidate trains, got null; give a number';
    issues.push({ path: 'experiment.stop.steps', message });
  }
  if (seconds !== null) {
    const message = `expected null, got ${seconds}: a limit of time gives candidates different numbers of updates; limit stop.steps alone`;
    issues.push({ path: 'experiment.stop.seconds', message });
  }
  const most = entrants.reduce((first, entrant) => (entrant.candidates.length > first.candidates.length ? entrant : first));
  for (const [index, { name, candidates }] of entrants.entries()) {
    const missing = most.candidates.length - candidates.length;
    if (missing === 0) continue;
    const message =
      `expected ${most.candidates.length} candidates for ${JSON.stringify(name)} as ${JSON.stringify(most.name)} has, ` +
      `got ${candidates.length}: every entrant gets the same tuning budget; add ${missing} or take others away`;
    issues.push({ path: `entrants.${index}.candidates`, message });
  }
  return issues;
}

/** Updates that rise and at which every candidate is evaluated. */
function checkUpdates({ experiment, updates }: Comparison): SpecIssue[] {
  const { stop, evaluation } = experiment;
  const last = stop.steps ?? Infinity;
  return updates.flatMap((update, index) => {
    const issue = (message: string): SpecIssue[] => [{ path: `updates.${index}`, message }];
    const before = updates[index - 1] ?? 0;
    if (update <= before) return issue(`expected updates that rise, got ${update} after ${before}; sort them`);
    if (update > last)
      return issue(`expected at most the ${last} updates of experiment.stop.steps, got ${update}; train longer or leave it out`);
    if (update < last && update % evaluation.every > 0) {
      return issue(
        `expected a multiple of the ${evaluation.every} of experiment.evaluation.every, got ${update}; evaluate oftener or choose another`,
      );
    }
    return [];
  });
}

/** A mean cost is one over whole periods. */
function checkTiming({ timing, entrants }: Comparison): SpecIssue[] {
  const [worst] = entrants
    .flatMap(({ name, candidates }) => candidates.map((optimizer) => ({ name, period: updatePeriod(optimizer) })))
    .filter(({ period }) => timing.updates % period > 0)
    .sort((a, b) => b.period - a.period);
  if (worst === undefined) return [];
  const message = `expected a multiple of the ${worst.period} updates after which the work of ${JSON.stringify(worst.name)} repeats, got ${timing.updates}; measure whole periods`;
  return [{ path: 'timing.updates', message }];
}
