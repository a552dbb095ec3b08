import type { TableSpec } from '../../../lab/table-spec.ts';
import { modelOf } from '../defaults.ts';
import type { SpecDraft } from '../draft.ts';
import { visibleText } from '../../visible-text.ts';
import { planDraft } from '../network.ts';

/** Data of no table yet: nothing can be started with them. */
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

/** A draft whose table cannot be used as it is. */
export function withoutTable(draft: SpecDraft, path: string): SpecDraft {
  return { ...draft, data: emptyTable(path) };
}

/** A draft on a table: layers stay where they fit, and no batch or evaluation asks for more examples than there are. */
export function withTable(draft: SpecDraft, table: TableSpec): SpecDraft {
  const { model, batchSize, evaluation } = draft;
  const fits = model.kind === 'graph' && planDraft({ data: table, model })?.weights;
  const within = (count: number | string): number | string => (typeof count === 'number' ? Math.min(count, table.trainExamples) : count);
  return {
    ...draft,
    name: visibleText(table.path, 80),
    data: table,
    model: fits ? model : modelOf('mlp', model),
    batchSize: within(batchSize),
    batchGrowth: null,
    evaluation: { ...evaluation, trainExamples: within(evaluation.trainExamples) },
  };
}
