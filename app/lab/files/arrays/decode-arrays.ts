import { inputSize } from '../../data-shape.ts';
import type { Dataset, RealColumn, RealTargets, RowSplit } from '../../dataset.ts';
import { DataError } from '../../datasets/data-source.ts';
import { show } from '../../describe-issue.ts';
import type { FileSpec } from '../../file-spec.ts';
import { nameArray } from '../../name-array.ts';
import { taskOfData } from '../../task-of.ts';
import { expectClasses, expectVaried, splitRows, type RowSplitting } from '../split-rows.ts';
import { momentsOf, standardised, unscaled } from '../standardise.ts';
import { elementType, type NumpyArray } from '../npy.ts';
import type { ClassNames } from './class-names.ts';
import { nameClasses } from './name-classes.ts';
import { readClasses, readInputs, readRows } from './examples.ts';

/** The arrays that a spec names. */
export interface NamedArrays {
  readonly inputs: NumpyArray;
  /** Classes or numbers to be told; null where there are none. */
  readonly told: NumpyArray | null;
  /** What the file of the classes calls them; absent or null where it does not say. */
  readonly classNames?: ClassNames | null;
}

/** Rows in two parts, scaled alike. */
type Parts<Values> = Readonly<Record<keyof RowSplitting, Values>>;

/**
 * The examples of arrays as their spec asks for them. Moments come from the training examples alone.
 * @param seed chooses the rows of a shuffled split
 * @throws DataError for too few examples, examples of another size, values that are no finite numbers or classes, named by their
 * place, and training examples of one class or number.
 */
export function decodeArrays(spec: FileSpec, { inputs, told, classNames = null }: NamedArrays, seed: number): Dataset<RowSplit> {
  const features = inputSize(spec.inputs);
  const wanted = spec.trainExamples + spec.testExamples;
  const count = spec.split === 'shuffled' ? Math.max(wanted, inputs.shape[0] ?? 0) : wanted;
  const values = readInputs(inputs, nameArray(spec.from), count, features);
  if (spec.inBytes && !(values instanceof Uint8Array)) {
    const got = `${nameArray(spec.from)}: expected unsigned bytes, got ${elementType(inputs)}`;
    throw new DataError(got, 'set data.inBytes to false, or save array.astype("uint8")');
  }
  const labels = told && classesOf(spec, told, count);
  const rows = splitRows(count, spec, labels, seed);
  const { parts, columns, ...splitting } = splitInputs(spec, values, features, rows);
  const classes = labels && splitClasses(spec, labels, rows);
  const targets = told && splitTargets(spec, told, count, rows);
  const split = (part: keyof RowSplitting): RowSplit => ({
    count: rows[part].length,
    features,
    inputs: parts[part],
    labels: classes?.[part] ?? null,
    ...(targets !== null && { targets: targets[part] }),
    ...(columns !== null && { columns }),
  });
  const task = taskOfData(spec);
  const { target } = spec;
  const { names, notes: named } = target.kind === 'class' ? nameClasses(target.classes, target.from.path, classNames) : UNNAMED;
  const notes = [...splitting.notes, ...named];
  return {
    task: task.kind === 'classification' && names !== null ? { ...task, names } : task,
    train: split('train'),
    test: split('test'),
    ...(notes.length > 0 && { notes }),
  };
}

/** Of data without classes. */
const UNNAMED = { names: null, notes: [] } as const;

interface SplitInputs {
  readonly parts: Parts<Uint8Array | Float32Array>;
  /** Null for images, whose pixels have no names. */
  readonly columns: readonly RealColumn[] | null;
  readonly notes: readonly string[];
}

function splitInputs(spec: FileSpec, values: Uint8Array | Float32Array, width: number, rows: RowSplitting): SplitInputs {
  const base = spec.from.format === 'npz' ? spec.from.array : spec.from.path;
  const names = width === 1 ? [base] : Array.from({ length: width }, (_, column) => `${base} ${column + 1}`);
  if (values instanceof Uint8Array) {
    const columns = spec.inputs.kind === 'image' ? null : names.map((name) => ({ name, mean: 0, deviation: BYTE }));
    return { parts: bothOf(rows, (chosen) => chosenRows(values, width, chosen)), columns, notes: [] };
  }
  if (spec.inputs.kind === 'image') return { parts: bothOf(rows, (chosen) => chosenRows(values, width, chosen)), columns: null, notes: [] };
  const measured = spec.standardise ? momentsOf({ width, values }, rows.train, names) : names.map((name) => unscaled({ name }));
  const constant = measured.filter(({ deviation }) => deviation === 0).length;
  const note = `${nameArray(spec.from)}: ${constant} of ${width} values of an example are the same in all training examples: they are 0 to the model`;
  return {
    parts: bothOf(rows, (chosen) => standardised({ width, values }, chosen, measured)),
    columns: measured,
    notes: constant > 0 ? [note] : [],
  };
}

/** What 1 stands for where a byte stands for value / 255. */
const BYTE = 255;

/** The class of each row; null where no classes are told. */
function classesOf({ target }: FileSpec, told: NumpyArray, count: number): Uint8Array | null {
  if (target.kind !== 'class') return null;
  const classes = typeof target.classes === 'number' ? target.classes : target.classes.length;
  return readClasses(told, nameArray(target.from), count, classes);
}

function splitClasses({ target }: FileSpec, labels: Uint8Array, rows: RowSplitting): Parts<Uint8Array> | null {
  if (target.kind !== 'class') return null;
  expectClasses(nameArray(target.from), labels, rows, typeof target.classes === 'number' ? null : target.classes);
  return bothOf(rows, (chosen) => Uint8Array.from(chosen, (row) => labels[row]!));
}

function splitTargets({ target, ...spec }: FileSpec, told: NumpyArray, count: number, rows: RowSplitting): Parts<RealTargets> | null {
  if (target.kind !== 'numbers') return null;
  const place = nameArray(target.from);
  const width = target.names.length;
  const values = readRows(told, place, count, width);
  const measured = momentsOf({ width, values }, rows.train, target.names);
  expectVaried((name) => `${place}, ${show(name)}`, measured, spec.trainExamples);
  const columns = spec.standardise ? measured : measured.map(unscaled);
  return bothOf(rows, (chosen) => ({ columns, values: standardised({ width, values }, chosen, columns) }));
}

function bothOf<Values>(rows: RowSplitting, of: (chosen: Uint32Array) => Values): Parts<Values> {
  return { train: of(rows.train), test: of(rows.test) };
}

function chosenRows<Values extends Uint8Array | Float32Array>(values: Values, width: number, rows: Uint32Array): Values {
  const chosen = values.slice(0, rows.length * width) as Values;
  for (const [at, row] of rows.entries()) chosen.set(values.subarray(row * width, (row + 1) * width), at * width);
  return chosen;
}
