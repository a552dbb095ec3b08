import { DataError } from '../../datasets/data-source.ts';
import { show } from '../../describe-issue.ts';
import { MAX_CLASSES } from '../../spec-limits.ts';
import { faultOf, type FileFault } from '../file-fault.ts';
import { categoryFault, categoryOf, numberOf, numberRemedy } from './fields.ts';
import { decodeTableText } from './decode-text.ts';
import { detectDelimiter, firstRow, readRows, type Delimiter, type RowListener } from './read-rows.ts';

/** What a table holds, found out before anything is asked of it. */
export interface TableProfile {
  readonly file: string;
  readonly header: boolean;
  readonly delimiter: Delimiter;
  /** Rows without that of the names. */
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** The first rows as they are. */
  readonly preview: readonly (readonly string[])[];
  /** Rows that do not fit into the table, the first few. */
  readonly faults: readonly FileFault[];
  /** Of all of them. */
  readonly faultCount: number;
}

export interface ColumnProfile {
  readonly name: string;
  /** Numbers where more than half of what stands there is. */
  readonly kind: 'number' | 'text';
  /** Its values with how often each is there, numbers by size and texts by letter; null for more than 256. */
  readonly values: readonly CountedValue[] | null;
  /** Of numbers; NaN for texts. */
  readonly minimum: number;
  readonly maximum: number;
  /** The first field that is no value of its kind; null where all are. */
  readonly fault: FileFault | null;
  /** Of all such fields. */
  readonly faultCount: number;
}

interface CountedValue {
  readonly value: string;
  readonly count: number;
}

/** How a person says that a table is to be read; null to find out. */
export interface TableReading {
  readonly header: boolean | null;
  readonly delimiter: Delimiter | null;
}

const PREVIEW_ROWS = 6;
const SHOWN_FAULTS = 3;

/**
 * Looks through a whole table. What is wrong in it is part of the answer.
 * @throws DataError for what is no table at all.
 */
export function profileTable(bytes: Uint8Array, file: string, reading: TableReading): TableProfile {
  const text = decodeTableText(bytes, file);
  const delimiter = reading.delimiter ?? detectDelimiter(text);
  // Names of columns are no numbers.
  const header = reading.header ?? !firstRow(text, delimiter).some((field) => numberOf(field) !== null);
  const profiler = new Profiler(file);
  readRows(text, { file, header, delimiter }, profiler);
  return { file, header, delimiter, ...profiler.finish() };
}

class Profiler implements RowListener {
  readonly #file: string;
  readonly #preview: (readonly string[])[] = [];
  readonly #faults: FileFault[] = [];
  #faultCount = 0;
  #rows = 0;
  #columns: readonly ColumnProfiler[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  names(names: readonly string[]): void {
    this.#columns = names.map((name) => new ColumnProfiler(name, this.#file));
  }

  row(fields: readonly string[], row: number): boolean {
    this.#rows += 1;
    if (this.#preview.length < PREVIEW_ROWS) this.#preview.push(fields);
    for (const [index, column] of this.#columns.entries()) column.take(fields[index]!, row);
    return true;
  }

  fault(fault: DataError): boolean {
    this.#faultCount += 1;
    if (this.#faults.length < SHOWN_FAULTS) this.#faults.push(faultOf(fault));
    return true;
  }

  finish(): Pick<TableProfile, 'rows' | 'columns' | 'preview' | 'faults' | 'faultCount'> {
    if (this.#rows === 0 && this.#faultCount === 0)
      this.fault(new DataError(`${this.#file}: expected rows, got the names alone`, 'add a row for each example'));
    const columns = this.#columns.map((column) => column.finish());
    return { rows: this.#rows, columns, preview: this.#preview, faults: this.#faults, faultCount: this.#faultCount };
  }
}

/** A field with its place. */
interface Place {
  readonly row: number;
  readonly field: string;
}

class ColumnProfiler {
  readonly #name: string;
  readonly #file: string;
  #counts: Map<string, number> | null = new Map();
  #numbers = 0;
  #texts = 0;
  #empty = 0;
  #tooLong = 0;
  #firstEmpty: Place | null = null;
  #firstText: Place | null = null;
  #firstTooLong: Place | null = null;
  #minimum = Infinity;
  #maximum = -Infinity;

  constructor(name: string, file: string) {
    this.#name = name;
    this.#file = file;
  }

  take(field: string, row: number): void {
    const category = categoryOf(field);
    if (category === '') {
      this.#empty += 1;
      this.#firstEmpty ??= { row, field };
      return;
    }
    const number = numberOf(field);
    if (number === null) {
      this.#texts += 1;
      this.#firstText ??= { row, field };
    } else {
      this.#numbers += 1;
      this.#minimum = Math.min(this.#minimum, number);
      this.#maximum = Math.max(this.#maximum, number);
    }
    if (categoryFault(category) !== null) {
      this.#tooLong += 1;
      this.#firstTooLong ??= { row, field };
      this.#counts = null;
    }
    this.#counts?.set(category, (this.#counts.get(category) ?? 0) + 1);
    if (this.#counts !== null && this.#counts.size > MAX_CLASSES) this.#counts = null;
  }

  finish(): ColumnProfile {
    const kind = this.#numbers > this.#texts ? 'number' : 'text';
    const others = kind === 'number' ? this.#texts : this.#tooLong;
    const firstOther = kind === 'number' ? this.#firstText : this.#firstTooLong;
    const places = [this.#firstEmpty, firstOther].filter((place) => place !== null).sort((one, other) => one.row - other.row);
    return {
      name: this.#name,
      kind,
      values: this.#counts && sortedValues(this.#counts, kind),
      minimum: kind === 'number' ? this.#minimum : NaN,
      maximum: kind === 'number' ? this.#maximum : NaN,
      fault: places[0] === undefined ? null : this.#faultAt(places[0], kind),
      faultCount: this.#empty + others,
    };
  }

  #faultAt({ row, field }: Place, kind: ColumnProfile['kind']): FileFault {
    const ofCategory = categoryFault(categoryOf(field));
    const { expected, remedy } =
      kind === 'number' || ofCategory === null ? { expected: 'a finite number', remedy: numberRemedy(field) } : ofCategory;
    return { message: `${this.#file} row ${row}, column ${show(this.#name)}: expected ${expected}, got ${show(field.trim())}`, remedy };
  }
}

function sortedValues(counts: ReadonlyMap<string, number>, kind: ColumnProfile['kind']): readonly CountedValue[] {
  const values = Array.from(counts, ([value, count]) => ({ value, count }));
  return values.sort((one, other) => (kind === 'number' ? Number(one.value) - Number(other.value) : one.value < other.value ? -1 : 1));
}
