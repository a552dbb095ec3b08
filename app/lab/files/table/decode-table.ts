import type { Dataset, RealColumn, RowSplit } from '../../dataset.ts';
import { DataError } from '../../datasets/data-source.ts';
import { RandomStream } from '../../datasets/random-stream.ts';
import { show } from '../../describe-issue.ts';
import type { TableSpec } from '../../table-spec.ts';
import { taskOfData } from '../../task-of.ts';
import { collectRows, type CollectedRows } from './collect-rows.ts';
import { decodeTableText } from './decode-text.ts';
import { detectDelimiter } from './read-rows.ts';
import { momentsOf, standardised } from './standardise.ts';

/**
 * The examples of a table as its spec asks for them. Moments come from the training examples alone.
 * @param seed chooses the rows of a shuffled split
 * @throws DataError naming row and column for what cannot be read, too few rows, and training examples of one class or number.
 */
export function decodeTable(bytes: Uint8Array, spec: TableSpec, seed: number): Dataset<RowSplit> {
  const { path, trainExamples, testExamples, target } = spec;
  const text = decodeTableText(bytes, path);
  const wanted = trainExamples + testExamples;
  const table = collectRows(text, spec, spec.delimiter ?? detectDelimiter(text), spec.split === 'shuffled' ? Infinity : wanted);
  if (table.count < wanted) {
    throw new DataError(
      `${path}: expected at least ${wanted} rows${spec.header ? ' after the names' : ''}, got ${table.count}`,
      'ask for fewer examples',
    );
  }
  const order = spec.split === 'shuffled' ? permutation(table.count, new RandomStream(seed, 'table split')) : undefined;
  const rowsFrom = (start: number, count: number): Uint32Array =>
    Uint32Array.from({ length: count }, (_, at) => order?.[start + at] ?? start + at);
  const trainRows = rowsFrom(0, trainExamples);
  const testRows = rowsFrom(trainExamples, testExamples);
  if (target.kind === 'class') checkClasses(path, target, table, trainRows);

  const inputNames = spec.inputs.flatMap(({ column, categories }) => categories?.map((category) => `${column} = ${category}`) ?? [column]);
  const isNumber = spec.inputs.flatMap(({ categories }) => categories?.map(() => false) ?? [true]);
  const inputs = { width: inputNames.length, values: table.inputs };
  const scale = (columns: readonly RealColumn[], scales: (column: number) => boolean): readonly RealColumn[] =>
    spec.standardise ? columns.map((column, index) => (scales(index) ? column : unscaled(column))) : columns.map(unscaled);
  const measured = momentsOf(inputs, trainRows, inputNames);
  const columns = scale(measured, (column) => isNumber[column]!);
  const targetNames = target.kind === 'numbers' ? target.columns : [];
  const targets = { width: targetNames.length, values: table.targets };
  const measuredTargets = momentsOf(targets, trainRows, targetNames);
  const constant = measuredTargets.find(({ deviation }) => deviation === 0);
  if (constant !== undefined) {
    const got = `${constant.mean} in all ${trainExamples}`;
    throw new DataError(
      `${path} column ${show(constant.name)}: expected numbers that differ among the training examples, got ${got}`,
      'choose another target, or ask for more examples',
    );
  }
  const targetColumns = scale(measuredTargets, () => true);
  const split = (rows: Uint32Array): RowSplit => ({
    count: rows.length,
    features: inputs.width,
    inputs: standardised(inputs, rows, columns),
    labels: target.kind === 'class' ? Uint8Array.from(rows, (row) => table.classes[row]!) : null,
    ...(target.kind === 'numbers' && { targets: { columns: targetColumns, values: standardised(targets, rows, targetColumns) } }),
    columns,
    rows: Uint32Array.from(rows, (row) => table.rows[row]!),
  });
  const notes = measured
    .filter(({ deviation }, column) => deviation === 0 && isNumber[column]! && spec.standardise)
    .map(({ name, mean }) => `${path} column ${show(name)} is ${mean} in all training examples: it is 0 to the model`);
  return { task: taskOfData(spec), train: split(trainRows), test: split(testRows), ...(notes.length > 0 && { notes }) };
}

function unscaled({ name }: RealColumn): RealColumn {
  return { name, mean: 0, deviation: 1 };
}

function checkClasses(
  path: string,
  target: Extract<TableSpec['target'], { readonly kind: 'class' }>,
  { classes }: CollectedRows,
  trainRows: Uint32Array,
): void {
  const [first] = trainRows;
  if (first === undefined || trainRows.some((row) => classes[row] !== classes[first])) return;
  throw new DataError(
    `${path} column ${show(target.column)}: expected two classes or more among the training examples, got ${show(target.classes[classes[first]!])} alone`,
    'shuffle the split, or ask for more examples',
  );
}

/** The numbers below `count` in an order drawn at random (Fisher–Yates). */
function permutation(count: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random.uniform(0, last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
