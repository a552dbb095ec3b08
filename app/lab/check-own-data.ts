import type { OwnDataSpec } from './data-spec.ts';
import { show } from './describe-issue.ts';
import type { ArraySource, FileSpec } from './file-spec.ts';
import { nameArray } from './name-array.ts';
import { repeatedNames } from './repeated-names.ts';
import type { SpecIssue } from './spec-error.ts';
import type { TableSpec } from './table-spec.ts';
import type { Task } from './task.ts';

/** How the parts of a description of a person's own data fit together, and with what a model is to do. */
export function checkOwnData(data: OwnDataSpec, task: Task): SpecIssue[] {
  const issues = data.kind === 'table' ? checkColumns(data) : checkArrays(data);
  if (task.kind === 'reconstruction' && data.standardise) {
    const message = 'expected false where inputs are given back, which are to lie from 0 to 1, got true; set it to false';
    issues.push({ path: 'data.standardise', message });
  }
  return issues;
}

function checkColumns({ inputs, target }: TableSpec): SpecIssue[] {
  const issues = repeatedNames(
    inputs.map(({ column }) => column),
    (index) => `data.inputs.${index}.column`,
  );
  for (const [index, { categories }] of inputs.entries()) {
    issues.push(...repeatedNames(categories ?? [], (at) => `data.inputs.${index}.categories.${at}`));
  }
  if (target.kind === 'class') issues.push(...repeatedNames(target.classes, (at) => `data.target.classes.${at}`));
  if (target.kind === 'numbers') issues.push(...repeatedNames(target.columns, (at) => `data.target.columns.${at}`));
  const told = target.kind === 'class' ? [target.column] : target.kind === 'numbers' ? target.columns : [];
  for (const [index, { column }] of inputs.entries()) {
    if (!told.includes(column)) continue;
    const message = `expected a column other than the target, got ${show(column)}; leave it out of the inputs`;
    issues.push({ path: `data.inputs.${index}.column`, message });
  }
  return issues;
}

function checkArrays({ from, target }: FileSpec): SpecIssue[] {
  if (target.kind === 'inputs') return [];
  const issues =
    target.kind === 'numbers'
      ? repeatedNames(target.names, (at) => `data.target.names.${at}`)
      : repeatedNames(typeof target.classes === 'number' ? [] : target.classes, (at) => `data.target.classes.${at}`);
  if (isSameArray(from, target.from)) {
    const message = `expected an array other than that of the inputs, got ${nameArray(from)}; name another, or set target.kind to "inputs"`;
    issues.push({ path: 'data.target.from', message });
  }
  return issues;
}

function isSameArray(one: ArraySource, other: ArraySource): boolean {
  return one.path === other.path && (one.format !== 'npz' || other.format !== 'npz' || one.array === other.array);
}
