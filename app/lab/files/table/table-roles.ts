import type { TableChoice } from './describe-table.ts';

/** What a column of a table is for. */
export type ColumnRole = 'input' | 'target' | 'left-out';

export function roleOf({ targets, leftOut }: TableChoice, column: string): ColumnRole {
  if (targets.includes(column)) return 'target';
  return leftOut.includes(column) ? 'left-out' : 'input';
}

/** A choice with another role of one column. Of classes there is one target: the column that was it becomes an input. */
export function withRole({ task, targets, leftOut }: TableChoice, column: string, role: ColumnRole): TableChoice {
  const others = (names: readonly string[]): readonly string[] => names.filter((name) => name !== column);
  const kept = role === 'target' && task === 'class' ? [] : others(targets);
  return {
    task,
    targets: role === 'target' ? [...kept, column] : kept,
    leftOut: role === 'left-out' ? [...others(leftOut), column] : others(leftOut),
  };
}

/** A choice whose targets are told in another way. Of several numbers the first becomes the class. */
export function withTask({ targets, leftOut }: TableChoice, task: TableChoice['task']): TableChoice {
  return { task, targets: task === 'class' ? targets.slice(0, 1) : targets, leftOut };
}
