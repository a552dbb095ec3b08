import Papa from 'papaparse';
import { DataError } from '../datasets/data-source.ts';
import { show } from '../describe-issue.ts';

/** What is read of a table. */
export interface CsvRequest {
  /** Rows after the header. */
  readonly count: number;
  /** Columns beside the label. */
  readonly features: number;
  /** Name of the column with the class, whole numbers from 0 to `classes` − 1; null where there is none. */
  readonly label: string | null;
  /** Null where classes are not read: the label's column may then hold anything. */
  readonly classes: number | null;
}

export interface CsvTable {
  /** `[count, features]` */
  readonly inputs: Float32Array<ArrayBuffer>;
  /** `[count]` */
  readonly labels: Uint8Array<ArrayBuffer> | null;
}

const MAX_COLUMNS = 4_096;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The first `count` rows of a comma-separated table under one row of column names; rows are counted from 1, the header.
 * @throws DataError naming row and column, for a row of another length and what is no finite number or no class.
 */
export function decodeCsv(text: string, file: string, request: CsvRequest): CsvTable {
  const table = new Table(file, request);
  Papa.parse<string[]>(text, {
    delimiter: ',',
    step: ({ data, errors }, parser) => {
      if (!table.take(data, errors[0]?.message ?? null)) parser.abort();
    },
  });
  return table.finish();
}

/** Takes the rows of a table one by one. */
class Table {
  readonly #file: string;
  readonly #request: CsvRequest;
  readonly #inputs: Float32Array<ArrayBuffer>;
  readonly #labels: Uint8Array<ArrayBuffer> | null;
  #names: readonly string[] = [];
  #row = 0;
  #examples = 0;
  #blankRow: number | null = null;

  constructor(file: string, request: CsvRequest) {
    this.#file = file;
    this.#request = request;
    this.#inputs = new Float32Array(request.count * request.features);
    this.#labels = request.classes === null ? null : new Uint8Array(request.count);
  }

  /** @returns whether more rows are wanted */
  take(fields: readonly string[], fault: string | null): boolean {
    this.#row += 1;
    if (fault !== null) throw new DataError(`${this.#file} row ${this.#row}: ${fault}`, 'check the quotes');
    if (this.#row === 1) this.#takeHeader(fields);
    else if (fields.length === 1 && fields[0] === '') this.#blankRow ??= this.#row;
    else this.#takeRow(fields);
    return this.#examples < this.#request.count;
  }

  finish(): CsvTable {
    const { count } = this.#request;
    if (this.#examples < count) {
      throw new DataError(
        `${this.#file}: expected at least ${count} rows after the header, got ${this.#examples}`,
        'ask for fewer examples',
      );
    }
    return { inputs: this.#inputs, labels: this.#labels };
  }

  #takeHeader(names: readonly string[]): void {
    const { features, label } = this.#request;
    const header = `${this.#file} row 1`;
    if (names.length > MAX_COLUMNS)
      throw new DataError(`${header}: expected at most ${MAX_COLUMNS} columns, got ${names.length}`, 'remove columns');
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined)
      throw new DataError(`${header}: expected names that differ, got ${show(repeated)} twice`, 'rename a column');
    if (label !== null && !names.includes(label)) {
      const some = names.slice(0, 8).map(show).join(', ');
      throw new DataError(
        `${header}: expected a column ${show(label)}, got ${some}`,
        'name the columns in the first row, separated by commas',
      );
    }
    const got = names.length - (label === null ? 0 : 1);
    if (got !== features) {
      throw new DataError(
        `${header}: expected ${features} columns${label === null ? '' : ` beside ${show(label)}`}, got ${got}`,
        'correct data.inputs in the spec',
      );
    }
    this.#names = names;
  }

  #takeRow(fields: readonly string[]): void {
    const { features, label } = this.#request;
    if (this.#blankRow !== null)
      throw new DataError(`${this.#file} row ${this.#blankRow}: expected values, got an empty line`, 'remove the line');
    if (fields.length !== this.#names.length) {
      throw new DataError(
        `${this.#file} row ${this.#row}: expected ${this.#names.length} fields, got ${fields.length}`,
        'complete the row',
      );
    }
    let at = this.#examples * features;
    for (const [column, field] of fields.entries()) {
      if (this.#names[column] !== label) this.#inputs[at++] = this.#finite(field, column);
      else if (this.#labels !== null) this.#labels[this.#examples] = this.#class(field, column);
    }
    this.#examples += 1;
  }

  #finite(field: string, column: number): number {
    const value = Math.fround(Number(field.trim()));
    if (DECIMAL.test(field.trim()) && Number.isFinite(value)) return value;
    throw new DataError(`${this.#cell(column)}: expected a finite number, got ${show(field)}`, 'correct the value or remove the row');
  }

  #class(field: string, column: number): number {
    const value = Number(field);
    const { classes } = this.#request;
    if (/^\s*\d+(?:\.0*)?\s*$/.test(field) && value < (classes ?? 0)) return value;
    throw new DataError(
      `${this.#cell(column)}: expected a class from 0 to ${(classes ?? 0) - 1}, got ${show(field)}`,
      'number the classes',
    );
  }

  #cell(column: number): string {
    return `${this.#file} row ${this.#row}, column ${show(this.#names[column])}`;
  }
}
