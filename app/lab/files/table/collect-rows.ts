import { DataError } from '../../datasets/data-source.ts';
import { show } from '../../describe-issue.ts';
import type { TableSpec } from '../../table-spec.ts';
import { categoryOf, numberOf, numberRemedy } from './fields.ts';
import { readRows, type Delimiter, type RowListener } from './read-rows.ts';

/** Values of inputs that are kept at the most, 256 MiB of them. */
const MAX_VALUES = 2 ** 26;

/** What is read of a table, row by row and nothing chosen or scaled yet. */
export interface CollectedRows {
  readonly count: number;
  /** `[count, width]` */
  readonly inputs: Float32Array;
  /** `[count]`; empty without classes. */
  readonly classes: Uint8Array;
  /** `[count, targets]` */
  readonly targets: Float32Array;
  /** `[count]` where each came from, counted from 1, the names included. */
  readonly rows: Uint32Array;
}

/**
 * The columns of a table that its spec names.
 * @param most rows to read
 * @throws DataError naming row and column of the first thing that is not as the spec says.
 */
export function collectRows(text: string, spec: TableSpec, delimiter: Delimiter, most: number): CollectedRows {
  const collector = new Collector(spec, most);
  readRows(text, { file: spec.path, header: spec.header, delimiter }, collector);
  return collector.finish();
}

/** Where a column's field goes. */
type Reader = (field: string, row: number) => void;

class Collector implements RowListener {
  readonly #spec: TableSpec;
  readonly #most: number;
  readonly #inputs = new Growing(Float32Array);
  readonly #classes = new Growing(Uint8Array);
  readonly #targets = new Growing(Float32Array);
  readonly #rows = new Growing(Uint32Array);
  #readers: readonly (readonly [column: number, read: Reader])[] = [];

  constructor(spec: TableSpec, most: number) {
    this.#spec = spec;
    this.#most = most;
  }

  names(names: readonly string[]): void {
    const { inputs, target } = this.#spec;
    const reader = (column: string, read: Reader): readonly [number, Reader] => {
      const index = names.indexOf(column);
      if (index < 0) throw this.#missing(column, names);
      return [index, read];
    };
    this.#readers = [
      ...inputs.map(({ column, categories }) =>
        reader(column, categories === null ? this.#number(column, this.#inputs) : this.#oneHot(column, categories)),
      ),
      ...(target.kind === 'class' ? [reader(target.column, this.#class(target.column, target.classes))] : []),
      ...(target.kind === 'numbers' ? target.columns.map((column) => reader(column, this.#number(column, this.#targets))) : []),
    ];
  }

  row(fields: readonly string[], row: number): boolean {
    for (const [column, read] of this.#readers) read(fields[column]!, row);
    this.#rows.push(row);
    if (this.#inputs.length > MAX_VALUES) {
      throw new DataError(`${this.#spec.path} row ${row}: expected at most ${MAX_VALUES} values, got more`, 'leave columns or rows out');
    }
    return this.#rows.length < this.#most;
  }

  fault(fault: DataError): never {
    throw fault;
  }

  finish(): CollectedRows {
    return {
      count: this.#rows.length,
      inputs: this.#inputs.values(),
      classes: this.#classes.values(),
      targets: this.#targets.values(),
      rows: this.#rows.values(),
    };
  }

  #number(column: string, into: Growing<Float32Array>): Reader {
    return (field, row) => {
      const value = numberOf(field);
      if (value === null) throw this.#unread(row, column, 'a finite number', field, numberRemedy(field));
      into.push(value);
    };
  }

  #oneHot(column: string, categories: readonly string[]): Reader {
    const numbers = new Map(categories.map((category, index) => [category, index]));
    return (field, row) => {
      const number = numbers.get(categoryOf(field));
      if (number === undefined) {
        throw this.#unread(
          row,
          column,
          `one of its ${categories.length} categories`,
          field,
          'add it to the categories, or correct the value',
        );
      }
      for (let index = 0; index < categories.length; index++) this.#inputs.push(index === number ? 1 : 0);
    };
  }

  #class(column: string, classes: readonly string[]): Reader {
    const numbers = new Map(classes.map((name, index) => [name, index]));
    return (field, row) => {
      const number = numbers.get(categoryOf(field));
      if (number === undefined) {
        throw this.#unread(row, column, `one of its ${classes.length} classes`, field, 'add it to target.classes, or correct the value');
      }
      this.#classes.push(number);
    };
  }

  #missing(column: string, names: readonly string[]): DataError {
    const some = names.slice(0, 8).map(show).join(', ');
    return new DataError(
      `${this.#spec.path} row 1: expected a column ${show(column)}, got ${some}${names.length > 8 ? ', …' : ''}`,
      'name a column of the table, or say whether its first row names them (data.header)',
    );
  }

  #unread(row: number, column: string, expected: string, field: string, remedy: string): DataError {
    return new DataError(`${this.#spec.path} row ${row}, column ${show(column)}: expected ${expected}, got ${show(field.trim())}`, remedy);
  }
}

type Numbers = Float32Array | Uint8Array | Uint32Array;

/** An array of numbers that grows. */
class Growing<Values extends Numbers> {
  readonly #make: new (length: number) => Values;
  #values: Values;
  #length = 0;

  constructor(make: new (length: number) => Values) {
    this.#make = make;
    this.#values = new make(1_024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new this.#make(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  values(): Values {
    return this.#values.subarray(0, this.#length) as Values;
  }
}
