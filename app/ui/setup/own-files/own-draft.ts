import type { ArraySource, FileSpec } from '../../../lab/file-spec.ts';
import { describeArrays, suggestArrays, type ArrayChoice, type OfferedArray } from '../../../lab/files/arrays/describe-arrays.ts';
import { describeTable, suggestChoice, type TableChoice } from '../../../lab/files/table/describe-table.ts';
import type { TableProfile } from '../../../lab/files/table/profile-table.ts';
import type { TableSpec } from '../../../lab/table-spec.ts';
import type { DataDraft, SpecDraft } from '../../../state/draft.ts';
import type { OwnFile } from '../../../state/file-shelf.ts';
import type { OpenFile } from '../../../state/own-files.ts';
import { visibleText } from '../../visible-text.ts';
import { modelOf } from '../defaults.ts';
import { planDraft } from '../network.ts';

/** A draft of data in a person's own files. */
export type OwnDraft = Extract<DataDraft, { kind: 'table' | 'file' }>;
export type TableDraft = Extract<DataDraft, { kind: 'table' }>;
export type ArraysDraft = Extract<DataDraft, { kind: 'file' }>;

export function isOwn(data: DataDraft): data is OwnDraft {
  return data.kind === 'table' || data.kind === 'file';
}

/** Data of no file yet: nothing can be started with them. */
function emptyTable(path: string): TableSpec {
  return {
    kind: 'table',
    path,
    sha256: null,
    header: true,
    delimiter: null,
    inputs: [],
    target: { kind: 'class', column: '', classes: [] },
    standardise: true,
    split: 'shuffled',
    trainExamples: 1,
    testExamples: 1,
  };
}

/** A draft whose file cannot be used as it is. */
export function withoutFile(draft: SpecDraft, path: string): SpecDraft {
  return { ...draft, data: emptyTable(path) };
}

/** A draft on a file: layers stay where they fit, and no batch or evaluation asks for more examples than there are. */
export function withFile(draft: SpecDraft, data: TableSpec | FileSpec): SpecDraft {
  const { model, batchSize, evaluation } = draft;
  const fits = model.kind === 'graph' && planDraft({ data, model })?.weights;
  const within = (count: number | string): number | string => (typeof count === 'number' ? Math.min(count, data.trainExamples) : count);
  const path = data.kind === 'table' ? data.path : data.from.path;
  return {
    ...draft,
    name: visibleText(path, 80),
    data,
    model: fits ? model : modelOf(data.target.kind === 'inputs' ? 'autoencoder' : 'mlp', model),
    batchSize: within(batchSize),
    batchGrowth: null,
    evaluation: { ...evaluation, trainExamples: within(evaluation.trainExamples) },
  };
}

/** A draft after a file was opened: it is about that file, as far as its first suggestion serves, unless it is already. */
export function withOpened(draft: SpecDraft, open: OpenFile, files: readonly OwnFile[]): SpecDraft {
  const { data } = draft;
  // A person who has chosen other data meanwhile wants those.
  if (!isOwn(data) || isAbout(data, open)) return draft;
  const { contents, name, sha256 } = open;
  if (contents.kind === 'table') {
    const { data: described } = describeTable(contents.profile, suggestChoice(contents.profile), sha256);
    return described === null ? withoutFile(draft, name) : withFile(draft, described);
  }
  const offered = offeredArrays(files);
  const choice = suggestArrays(offered, { path: name, sha256 });
  const described = choice && describeArrays(offered, choice).data;
  return described === null ? withoutFile(draft, name) : withFile(draft, described);
}

/** Whether data are about the file that is open, read as it is read there. */
export function isAbout(data: OwnDraft, { sha256, contents }: OpenFile): boolean {
  if (contents.kind === 'table') return data.kind === 'table' && data.sha256 === sha256 && data.header === contents.profile.header;
  return data.kind === 'file' && data.from.sha256 === sha256;
}

/** All arrays of the files that are there. */
export function offeredArrays(files: readonly OwnFile[]): readonly OfferedArray[] {
  return files.flatMap(({ name: path, sha256, contents }) => {
    if (contents.kind !== 'arrays') return [];
    const { format, classNames, arrays } = contents;
    return arrays.map((profile): OfferedArray => {
      const source: ArraySource = format === 'npz' ? { format, path, sha256, array: profile.name } : { format, path, sha256 };
      return { source, profile, classNames: classNames?.names ?? null };
    });
  });
}

/** What a draft says of the columns, or a first choice where it says nothing. */
export function tableChoiceOf(profile: TableProfile, data: TableDraft | null): TableChoice {
  if (data === null || data.target.kind === 'inputs') return suggestChoice(profile);
  const targets = data.target.kind === 'class' ? [data.target.column] : data.target.columns;
  const seen = new Set([...targets, ...data.inputs.map(({ column }) => column)]);
  return { task: data.target.kind, targets, leftOut: profile.columns.map(({ name }) => name).filter((name) => !seen.has(name)) };
}

/** What a draft says of arrays, or a first choice where it says nothing; null where no array can be used. */
export function arrayChoiceOf(open: OpenFile, offered: readonly OfferedArray[], data: ArraysDraft | null): ArrayChoice | null {
  if (data === null) return suggestArrays(offered, { path: open.name, sha256: open.sha256 });
  const { from, target } = data;
  return { inputs: from, task: target.kind, told: target.kind === 'inputs' ? null : target.from };
}
