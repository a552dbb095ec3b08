import { budgetSchema } from '../../../lab/fit/budget-spec.ts';
import type { Budget } from '../../../lab/fit/fit-budget.ts';
import { parseJson } from '../../../lab/parse-json.ts';
import type { ExperimentSpec } from '../../../lab/spec.ts';
import { SpecError, type SpecIssue } from '../../../lab/spec-error.ts';
import { differences } from '../../../state/differences.ts';
import { checkDraft, type NumberDraft, type SpecDraft } from '../../../state/draft.ts';

const MEBIBYTE = 2 ** 20;

/** A budget while it is being typed. */
export interface BudgetDraft {
  /** MiB. */
  readonly memory: NumberDraft;
  /** Steps of SGD. */
  readonly time: NumberDraft;
}

/** What a person sees first: what a phone has to spare, and a step that a rival would not outrun twice. */
export const USUAL_BUDGET: BudgetDraft = { memory: 256, time: 1.5 };

/** A budget as it was typed. */
export function budgetDraft({ bytes, relative }: Budget): BudgetDraft {
  return { memory: bytes / MEBIBYTE, time: relative };
}

export type CheckedBudget =
  | { readonly budget: Budget; readonly issues: readonly [] }
  | { readonly budget: null; readonly issues: readonly SpecIssue[] };

/** Checks a budget; paths of issues begin with `path`. */
export function checkBudget(draft: BudgetDraft, path: string): CheckedBudget {
  try {
    const { memory, time } = parseJson(budgetSchema, draft);
    return { budget: { bytes: memory * MEBIBYTE, relative: time }, issues: [] };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { budget: null, issues: error.issues.map((issue) => ({ ...issue, path: `${path}.${issue.path}` })) };
  }
}

/** The experiment of a draft with one of its arms alone, whatever the others have; null while it cannot be read. */
export function questionOf(draft: SpecDraft, index: number): ExperimentSpec | null {
  return checkDraft({ ...draft, arms: draft.arms.slice(index, index + 1) }).spec;
}

/** Whether two experiments of one arm each give its step the same memory and time: names, seeds and ends say nothing of that. */
export function isSameQuestion(one: ExperimentSpec, other: ExperimentSpec): boolean {
  return differences(stepOf(one), stepOf(other)).length === 0;
}

function stepOf({ data, model, batchSize, batchGrowth, order, arms }: ExperimentSpec): object {
  return { data, model, batchSize, batchGrowth, order, optimizers: arms.map(({ optimizer }) => optimizer) };
}
