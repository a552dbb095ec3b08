import { show } from './describe-issue.ts';
import type { Task } from './task.ts';
import type { SpecIssue } from './spec-error.ts';
import type { TableSpec } from './table-spec.ts';

/** How the parts of a table's description fit together, and with what a model is to do. */
export function checkTable({ inputs, target, standardise }: TableSpec, task: Task): SpecIssue[] {
  const issues = repeats(
    inputs.map(({ column }) => column),
    (index) => `data.inputs.${index}.column`,
  );
  for (const [index, { categories }] of inputs.entries()) {
    issues.push(...repeats(categories ?? [], (at) => `data.inputs.${index}.categories.${at}`));
  }
  if (target.kind === 'class') issues.push(...repeats(target.classes, (at) => `data.target.classes.${at}`));
  if (target.kind === 'numbers') issues.push(...repeats(target.columns, (at) => `data.target.columns.${at}`));
  const told = target.kind === 'class' ? [target.column] : target.kind === 'numbers' ? target.columns : [];
  for (const [index, { column }] of inputs.entries()) {
    if (!told.includes(column)) continue;
    const message = `expected a column other than the target, got ${show(column)}; leave it out of the inputs`;
    issues.push({ path: `data.inputs.${index}.column`, message });
  }
  if (task.kind === 'reconstruction' && standardise) {
    const message = 'expected false where inputs are given back, which are to lie from 0 to 1, got true; set it to false';
    issues.push({ path: 'data.standardise', message });
  }
  return issues;
}

function repeats(names: readonly string[], pathOf: (index: number) => string): SpecIssue[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    if (seen.has(name)) return [{ path: pathOf(index), message: `expected a name of its own, got ${show(name)} again; leave it out` }];
    seen.add(name);
    return [];
  });
}
