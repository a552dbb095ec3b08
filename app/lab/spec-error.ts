/** One thing wrong with a spec. */
export interface SpecIssue {
  /** Keys from the root joined by dots, for example `arms.1.optimizer.learningRate`; empty for the spec itself. */
  readonly path: string;
  /** What was expected and what came, for people. */
  readonly message: string;
}

/** An experiment spec that cannot be run; holds every issue that was found. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly issues: readonly SpecIssue[];

  constructor(issues: readonly SpecIssue[]) {
    super(`experiment: ${formatIssues(issues)}`);
    this.issues = issues;
  }
}

/** Issues as one line: `batchSize: expected …, got …; arms.0.name: …`. */
export function formatIssues(issues: readonly SpecIssue[]): string {
  return issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
