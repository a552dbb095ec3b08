import Papa from 'papaparse';
import { DataError } from '../../datasets/data-source.ts';
import { show } from '../../describe-issue.ts';
import { MAX_COLUMNS, MAX_EXAMPLES } from '../../spec-limits.ts';
import type { TableSpec } from '../../table-spec.ts';

export type Delimiter = NonNullable<TableSpec['delimiter']>;
const DELIMITERS = [',', ';', '\t', '|'] as const satisfies readonly Delimiter[];
/** Rows that tell what stands between fields. */
const SAMPLE = 50;

interface TableForm {
  /** For messages. */
  readonly file: string;
  readonly header: boolean;
  readonly delimiter: Delimiter;
}

/** Hears of a table row by row; rows are counted from 1 as a person counts them in the file, the names included. */
export interface RowListener {
  names(names: readonly string[]): void;
  /** @returns whether more rows are wanted */
  row(fields: readonly string[], row: number): boolean;
  /** A row that does not fit into the table. @returns whether more rows are wanted */
  fault(fault: DataError, row: number): boolean;
}

/** What stands between the fields of a table, by which its first rows are most alike in length; a comma where nothing does. */
export function detectDelimiter(text: string): Delimiter {
  const { delimiter } = Papa.parse(text, { preview: SAMPLE, delimitersToGuess: [...DELIMITERS], skipEmptyLines: true }).meta;
  return DELIMITERS.find((known) => known === delimiter) ?? ',';
}

/** The first row of a text. */
export function firstRow(text: string, delimiter: Delimiter): readonly string[] {
  return Papa.parse<string[]>(text, { preview: 1, delimiter }).data[0] ?? [];
}

/** Tells the rows of a table to a listener, as long as it wants more. Empty lines at the end are none. */
export function readRows(text: string, { file, header, delimiter }: TableForm, listener: RowListener): void {
  let row = 0;
  let width: number | null = null;
  let examples = 0;
  let blank: number | null = null;
  const begin = (fields: readonly string[]): boolean => {
    width = fields.length;
    const names = header
      ? fields.map((field, column) => field.trim() || String(column + 1))
      : fields.map((_, column) => String(column + 1));
    if (names.length > MAX_COLUMNS) {
      const expected = `${file} row 1: expected at most ${MAX_COLUMNS} columns, got ${names.length}`;
      listener.fault(new DataError(expected, 'leave columns out of the file'), 1);
      return false;
    }
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined) {
      const expected = `${file} row 1: expected names that differ, got ${show(repeated)} twice`;
      if (!listener.fault(new DataError(expected, 'rename a column'), 1)) return false;
    }
    listener.names(names);
    return true;
  };
  const take = (fields: readonly string[], message: string | null): boolean => {
    row += 1;
    const fault = (expected: string, remedy: string): boolean =>
      listener.fault(new DataError(`${file} row ${row}: ${expected}`, remedy), row);
    if (message !== null) return fault(message, 'check the quotes');
    if (fields.length === 1 && fields[0]!.trim() === '') {
      blank ??= row;
      return true;
    }
    if (blank !== null) {
      const at = blank;
      blank = null;
      if (!listener.fault(new DataError(`${file} row ${at}: expected values, got an empty line`, 'remove the line'), at)) return false;
    }
    if (width === null) {
      if (!begin(fields)) return false;
      if (header) return true;
    }
    if (fields.length !== width)
      return fault(`expected ${width} fields, got ${fields.length}`, 'complete the row, or quote texts that hold the delimiter');
    if (examples === MAX_EXAMPLES) {
      fault(`expected at most ${MAX_EXAMPLES} rows, got more`, 'leave rows out');
      return false;
    }
    examples += 1;
    return listener.row(fields, row);
  };
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data, errors }, parser) => {
      if (!take(data, errors[0]?.message ?? null)) parser.abort();
    },
  });
}
