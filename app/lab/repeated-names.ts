import { show } from './describe-issue.ts';
import type { SpecIssue } from './spec-error.ts';

/** An issue for each name that was there before. */
export function repeatedNames(names: readonly string[], pathOf: (index: number) => string): SpecIssue[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    if (seen.has(name)) return [{ path: pathOf(index), message: `expected a name of its own, got ${show(name)} again; leave it out` }];
    seen.add(name);
    return [];
  });
}
