import type { Dataset, RealColumn, RowSplit } from '../../dataset.ts';
import { DataError } from '../../datasets/data-source.ts';
import { show } from '../../describe-issue.ts';
import type { TableSpec } from '../../table-spec.ts';
import { taskOfData } from '../../task-of.ts';
import { expectClasses, expectVaried, splitRows } from '../split-rows.ts';
import { momentsOf, standardised, unscaled } from '../standardise.ts';
import { collectRows } from './collect-rows.ts';
import { decodeTableText } from './decode-text.ts';
import { detectDelimiter } from './read-rows.ts';

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
  const rows = splitRows(table.count, spec, target.kind === 'class' ? table.classes : null, seed);
  if (target.kind === 'class') expectClasses(`${path} column ${show(target.column)}`, table.classes, rows, target.classes);

  const inputNames = spec.inputs.flatMap(({ column, categories }) => categories?.map((category) => `${column} = ${category}`) ?? [column]);
  const isNumber = spec.inputs.flatMap(({ categories }) => categories?.map(() => false) ?? [true]);
  const inputs = { width: inputNames.length, values: table.inputs };
  const scale = (columns: readonly RealColumn[], scales: (column: number) => boolean): readonly RealColumn[] =>
    spec.standardise ? columns.map((column, index) => (scales(index) ? column : unscaled(column))) : columns.map(unscaled);
  const measured = momentsOf(inputs, rows.train, inputNames);
  const columns = scale(measured, (column) => isNumber[column]!);
  const targetNames = target.kind === 'numbers' ? target.columns : [];
  const targets = { width: targetNames.length, values: table.targets };
  const measuredTargets = momentsOf(targets, rows.train, targetNames);
  expectVaried((name) => `${path} column ${show(name)}`, measuredTargets, trainExamples);
  const targetColumns = scale(measuredTargets, () => true);
  const split = (chosen: Uint32Array): RowSplit => ({
    count: chosen.length,
    features: inputs.width,
    inputs: standardised(inputs, chosen, columns),
    labels: target.kind === 'class' ? Uint8Array.from(chosen, (row) => table.classes[row]!) : null,
    ...(target.kind === 'numbers' && { targets: { columns: targetColumns, values: standardised(targets, chosen, targetColumns) } }),
    columns,
    rows: Uint32Array.from(chosen, (row) => table.rows[row]!),
  });
  const notes = measured
    .filter(({ deviation }, column) => deviation === 0 && isNumber[column]! && spec.standardise)
    .map(({ name, mean }) => `${path} column ${show(name)} is ${mean} in all training examples: it is 0 to the model`);
  return { task: taskOfData(spec), train: split(rows.train), test: split(rows.test), ...(notes.length > 0 && { notes }) };
}
