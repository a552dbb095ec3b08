import { formatShape, sizeOf } from '../../../../gpu/graph/tensor.ts';
import type { ArraySource, FileSpec } from '../../file-spec.ts';
import { nameArray } from '../../name-array.ts';
import { MAX_EXAMPLES, MAX_FEATURES, MAX_TARGETS } from '../../spec-limits.ts';
import type { FileFault } from '../file-fault.ts';
import { MAX_ARRAY_BYTES } from '../file-limits.ts';
import { exampleCounts } from '../example-counts.ts';
import { shapeOfExample } from './example-shape.ts';
import type { ArrayProfile } from './profile-arrays.ts';

/** An array that may be chosen. */
export interface OfferedArray {
  readonly source: ArraySource;
  readonly profile: ArrayProfile;
  /** What its file calls classes; null where it does not say. */
  readonly classNames: readonly string[] | null;
}

/** What a person wants of arrays. */
export interface ArrayChoice {
  readonly inputs: ArraySource;
  readonly task: FileSpec['target']['kind'];
  /** Where what is told lies, if anything is. */
  readonly told: ArraySource | null;
}

/** The data of an experiment, or why there are none. */
type ArrayDescription =
  | { readonly data: FileSpec; readonly faults: readonly [] }
  | { readonly data: null; readonly faults: readonly FileFault[] };

const USUAL_INPUTS = /^(x|xs|inputs?|images?|data|features?)$/i;
const USUAL_TARGETS = /^(y|ys|labels?|targets?|class(es)?)$/i;

/** Whether two names mean the same array. */
export function isSameSource(one: ArraySource, other: ArraySource): boolean {
  const array = (source: ArraySource): string => (source.format === 'npz' ? source.array : '');
  return one.path === other.path && one.sha256 === other.sha256 && array(one) === array(other);
}

/**
 * A first choice: of the file that was opened the array that is called so, or the largest one, for inputs; another one of as many
 * rows to tell, by class where it holds every whole number from 0 on.
 * @param offered arrays of all files
 * @param file that was opened, by its name and hash
 * @returns null for a file of which no array can be used
 */
export function suggestArrays(offered: readonly OfferedArray[], file: Pick<ArraySource, 'path' | 'sha256'>): ArrayChoice | null {
  const own = offered.filter(({ source, profile }) => isOf(source, file) && profile.fault === null && profile.shape.length > 0);
  const bySize = own.toSorted((one, other) => sizeOf(other.profile.shape) - sizeOf(one.profile.shape));
  const inputs = own.find(({ profile }) => USUAL_INPUTS.test(profile.name)) ?? bySize[0];
  if (inputs === undefined) return null;
  // Labels that were brought by themselves belong to what was there before.
  const labelled = own.length === 1 && areClasses(inputs.profile) ? inputsFor(inputs, offered) : null;
  if (labelled !== null) return choiceOf(labelled.source, inputs);
  return choiceOf(inputs.source, suggestTold(inputs.source, offered));
}

/** What is best told from these inputs: of their own file what is called so or comes first, else labels of another; null for nothing. */
export function suggestTold(inputs: ArraySource, offered: readonly OfferedArray[]): OfferedArray | null {
  const candidates = targetsFor(inputs, offered);
  const own = candidates.filter(({ source }) => isOf(source, inputs));
  return (
    own.find(({ profile }) => USUAL_TARGETS.test(profile.name)) ??
    own[0] ??
    // Of another file only what can hardly be anything else: a class a row.
    candidates.findLast(({ profile }) => profile.classes !== null) ??
    null
  );
}

/** Inputs with what is told of them, by class where it looks like that; without anything they are given back. */
export function choiceOf(inputs: ArraySource, told: OfferedArray | null): ArrayChoice {
  if (told === null) return { inputs, task: 'inputs', told: null };
  return { inputs, task: areClasses(told.profile) ? 'class' : 'numbers', told: told.source };
}

/** The last array of another file with several numbers for each label; null where there is none. */
function inputsFor({ source, profile }: OfferedArray, offered: readonly OfferedArray[]): OfferedArray | null {
  const fits = ({ source: other, profile: { shape, fault } }: OfferedArray): boolean =>
    fault === null && shape[0] === profile.shape[0] && sizeOf(shape.slice(1)) > 1 && !isOf(other, source);
  return offered.findLast(fits) ?? null;
}

/** The arrays that may be told from these inputs: those of as many rows, of few enough numbers each. */
export function targetsFor(inputs: ArraySource, offered: readonly OfferedArray[]): readonly OfferedArray[] {
  const rows = offered.find(({ source }) => isSameSource(source, inputs))?.profile.shape[0];
  return offered.filter(
    ({ source, profile: { shape, fault } }) =>
      fault === null && shape[0] === rows && sizeOf(shape.slice(1)) <= MAX_TARGETS && !isSameSource(source, inputs),
  );
}

/** Whether the values of an array look like classes. */
function areClasses({ classes, type }: ArrayProfile): boolean {
  return classes !== null && classes.length > 1 && !type.startsWith('float') && classes.every((count) => count > 0);
}

/** The data of an experiment on arrays: four examples in five, drawn by the seed, are for training. */
export function describeArrays(offered: readonly OfferedArray[], { inputs, task, told }: ArrayChoice): ArrayDescription {
  const from = offered.find(({ source }) => isSameSource(source, inputs));
  const target = told === null || task === 'inputs' ? null : offered.find(({ source }) => isSameSource(source, told));
  if (from === undefined) return refused(fault(inputs, 'an array of inputs, got none', 'choose one'));
  if (target === undefined || (target === null && task !== 'inputs')) {
    return refused(fault(inputs, 'an array beside it to tell, got none', 'bring one with as many rows, or give the inputs back'));
  }
  const faults = [...faultsOfInputs(from), ...(target === null ? [] : faultsOfTarget(target, task, from.profile.shape[0]))];
  if (faults.length > 0) return refused(...faults);
  const shape = from.profile.shape;
  const width = sizeOf(shape.slice(1));
  const rows = Math.min(shape[0]!, MAX_EXAMPLES, Math.floor(MAX_ARRAY_BYTES / width));
  const isBytes = from.profile.type === 'uint8';
  const looks = shapeOfExample(shape, task);
  const data: FileSpec = {
    kind: 'file',
    from: from.source,
    inBytes: isBytes,
    inputs: looks,
    target: target === null ? { kind: 'inputs' } : targetOf(target, task),
    standardise: task === 'numbers' || (task === 'class' && looks.kind !== 'image' && !isBytes),
    split: 'shuffled',
    ...exampleCounts(rows),
  };
  return { data, faults: [] };
}

function targetOf({ source, profile, classNames }: OfferedArray, task: ArrayChoice['task']): FileSpec['target'] {
  if (task === 'class') {
    const count = profile.classes?.length ?? 0;
    return { kind: 'class', from: source, classes: classNames !== null && classNames.length >= count ? [...classNames] : count };
  }
  const width = sizeOf(profile.shape.slice(1));
  const base = profile.name.slice(0, 150);
  return {
    kind: 'numbers',
    from: source,
    names: width === 1 ? [base] : Array.from({ length: width }, (_, column) => `${base} ${column + 1}`),
  };
}

function faultsOfInputs({ source, profile }: OfferedArray): readonly FileFault[] {
  const { shape } = profile;
  if (profile.fault !== null) return [profile.fault];
  const width = sizeOf(shape.slice(1));
  if ((shape[0] ?? 0) < 2 || width === 0) {
    return [fault(source, `two rows or more, got ${formatShape(shape)}`, 'save a row for each example')];
  }
  if (width > MAX_FEATURES && shapeOfExample(shape, 'inputs').kind !== 'image') {
    return [fault(source, `at most ${MAX_FEATURES} values a row, got ${formatShape(shape)}`, 'make the rows shorter')];
  }
  return [];
}

function faultsOfTarget({ source, profile }: OfferedArray, task: ArrayChoice['task'], rows: number | undefined): readonly FileFault[] {
  const { shape, classes, minimum, maximum } = profile;
  if (profile.fault !== null) return [profile.fault];
  const expect = (expected: string, remedy: string): readonly FileFault[] => [fault(source, expected, remedy)];
  if (shape[0] !== rows) return expect(`as many rows as the inputs, ${rows ?? 0}, got ${formatShape(shape)}`, 'choose another array');
  if (task === 'numbers') {
    return minimum === maximum ? expect(`numbers that differ, got ${minimum} in all rows`, 'choose another array') : [];
  }
  if (classes === null) {
    return expect('a whole number from 0 to 255 in each row, got others', 'tell its numbers instead, or number the classes from 0');
  }
  return minimum === maximum ? expect(`two classes or more, got ${maximum} in all rows`, 'choose another array') : [];
}

function isOf(source: ArraySource, file: Pick<ArraySource, 'path' | 'sha256'>): boolean {
  return source.path === file.path && source.sha256 === file.sha256;
}

function fault(source: ArraySource, expected: string, remedy: string): FileFault {
  return { message: `${nameArray(source)}: expected ${expected}`, remedy };
}

function refused(...faults: readonly FileFault[]): ArrayDescription {
  return { data: null, faults };
}
