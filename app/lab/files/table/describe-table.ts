import { show } from '../../describe-issue.ts';
import { MAX_CATEGORIES, MAX_CLASSES, MAX_TARGETS } from '../../spec-limits.ts';
import type { TableSpec } from '../../table-spec.ts';
import { exampleCounts } from '../example-counts.ts';
import type { FileFault } from '../file-fault.ts';
import type { ColumnProfile, TableProfile } from './profile-table.ts';

/** What a person wants of a table's columns. */
export interface TableChoice {
  readonly task: 'class' | 'numbers';
  /** Names of columns: one that holds classes, or one or more that hold numbers. */
  readonly targets: readonly string[];
  /** Names of columns that a model is not to see. */
  readonly leftOut: readonly string[];
}

/** The data of an experiment, or why there are none. */
type TableDescription =
  | { readonly data: TableSpec; readonly faults: readonly [] }
  | { readonly data: null; readonly faults: readonly FileFault[] };

/** Whole numbers of so many values at most are taken for classes unless a person says otherwise. */
const CLASS_LIKE = 10;

/**
 * A first choice: the last column is told – by class where it holds texts or a few whole numbers – from all others but texts
 * of too many kinds, such as names and remarks.
 */
export function suggestChoice({ columns }: TableProfile): TableChoice {
  const target = columns.at(-1);
  if (target === undefined) return { task: 'class', targets: [], leftOut: [] };
  const others = columns.slice(0, -1);
  const leftOut = others.filter(
    ({ kind, values }) => kind === 'text' && (values === null || values.length < 2 || values.length > MAX_CATEGORIES),
  );
  return { task: isClassLike(target) ? 'class' : 'numbers', targets: [target.name], leftOut: leftOut.map(({ name }) => name) };
}

/** Whether a column's values look like classes. */
export function isClassLike({ kind, values }: ColumnProfile): boolean {
  if (kind === 'text') return true;
  return values !== null && values.length <= CLASS_LIKE && values.every(({ value }) => Number.isInteger(Number(value)));
}

/** The data of an experiment on a table: four rows in five are for training. @param sha256 of its bytes */
export function describeTable(profile: TableProfile, { task, targets, leftOut }: TableChoice, sha256: string): TableDescription {
  const { file, header, delimiter, rows, columns } = profile;
  const told = columns.filter(({ name }) => targets.includes(name));
  const seen = columns.filter(({ name }) => !targets.includes(name) && !leftOut.includes(name));
  const faults = [
    ...profile.faults,
    ...faultsOfTargets(profile, task, told),
    ...seen.flatMap((column) => column.fault ?? faultOfInput(profile, column) ?? []),
    ...(seen.length === 0 ? [{ message: `${file}: expected a column beside the target, got none`, remedy: 'use one more column' }] : []),
    ...(rows < 2
      ? [{ message: `${file}: expected two rows or more, got ${rows}`, remedy: 'choose a table with a row for each example' }]
      : []),
  ];
  if (faults.length > 0) return { data: null, faults };
  const data: TableSpec = {
    kind: 'table',
    path: file,
    sha256,
    header,
    delimiter,
    inputs: seen.map(({ name, kind, values }) => ({ column: name, categories: kind === 'text' && values ? textsOf(values) : null })),
    target:
      task === 'class'
        ? { kind: 'class', column: told[0]!.name, classes: textsOf(told[0]!.values ?? []) }
        : { kind: 'numbers', columns: told.map(({ name }) => name) },
    standardise: true,
    split: 'shuffled',
    ...exampleCounts(rows),
  };
  return { data, faults: [] };
}

function textsOf(values: NonNullable<ColumnProfile['values']>): string[] {
  return values.map(({ value }) => value);
}

function faultsOfTargets({ file }: TableProfile, task: TableChoice['task'], told: readonly ColumnProfile[]): FileFault[] {
  if (told.length === 0) return [{ message: `${file}: expected a column to tell, got none`, remedy: 'choose the target' }];
  if (told.length > MAX_TARGETS) {
    const expected = `${file}: expected at most ${MAX_TARGETS} columns to tell, got ${told.length}`;
    return [{ message: expected, remedy: 'let the model see some of them, or leave them out' }];
  }
  return told.flatMap((column) => {
    const place = `${file} column ${show(column.name)}`;
    if (task === 'numbers') {
      if (column.kind === 'text')
        return [{ message: `${place}: expected numbers, got texts`, remedy: 'tell its classes instead, or choose another target' }];
      if (column.minimum === column.maximum)
        return [{ message: `${place}: expected numbers that differ, got ${column.minimum} in all rows`, remedy: 'choose another target' }];
      return column.fault ?? [];
    }
    if (column.fault !== null) return [column.fault];
    if (column.values === null)
      return [
        {
          message: `${place}: expected at most ${MAX_CLASSES} classes, got more`,
          remedy: 'tell its numbers instead, or choose another target',
        },
      ];
    if (column.values.length < 2)
      return [
        {
          message: `${place}: expected two classes or more, got ${column.values.map(({ value }) => show(value)).join('') || 'none'} alone`,
          remedy: 'choose another target',
        },
      ];
    return [];
  });
}

function faultOfInput({ file }: TableProfile, { name, kind, values }: ColumnProfile): FileFault | null {
  if (kind === 'number') return null;
  const place = `${file} column ${show(name)}`;
  if (values === null || values.length > MAX_CATEGORIES) {
    const got = values === null ? `more than ${MAX_CLASSES}` : String(values.length);
    return {
      message: `${place}: expected numbers or at most ${MAX_CATEGORIES} different texts, got ${got}`,
      remedy: 'leave the column out',
    };
  }
  return values.length < 2
    ? { message: `${place}: expected texts that differ, got one in all rows`, remedy: 'leave the column out' }
    : null;
}
