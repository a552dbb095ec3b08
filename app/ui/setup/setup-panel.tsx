import { useCallback, useMemo, useRef, type SubmitEvent, type ReactElement } from 'react';
import type { SpecIssue } from '../../lab/spec-error.ts';
import { checkDraft } from '../../state/draft.ts';
import type { EditDraft } from '../../state/experiment-form.ts';
import { useExperimentForm, useFormState } from '../../state/use-experiment-form.ts';
import { ApplyBar } from './apply-bar.tsx';
import { ArmsSection, type EditArms } from './arms-section.tsx';
import { DataSection } from './data-section.tsx';
import { IssuesContext } from './issues.ts';
import { ModelSection } from './model-section.tsx';
import { NetworkContext, networkOf, planDraft } from './network.ts';
import { PresetDifferences } from './preset-differences.tsx';
import { RunSection } from './run-section.tsx';

const NO_ISSUES: readonly SpecIssue[] = [];

/** Edits a copy of the running experiment; nothing changes before it is applied, and nothing is applied while a field is refused. */
export function SetupPanel(): ReactElement {
  const form = useExperimentForm();
  const { draft } = useFormState();
  const element = useRef<HTMLFormElement>(null);
  const checked = useMemo(() => checkDraft(draft), [draft]);
  const { data, model, batchSize } = draft;
  const plan = useMemo(() => planDraft({ data, model }), [data, model]);
  const network = useMemo(() => networkOf(plan, batchSize), [plan, batchSize]);
  // Layers that do not fit are told while other fields are faulty too, which the check of a whole spec does not reach.
  const issues = useMemo(() => withIssues(checked.issues, plan?.issues ?? []), [checked, plan]);
  const edit: EditDraft = (change) => form.edit(change);
  const editArms = useCallback<EditArms>((change) => form.edit((old) => ({ ...old, arms: change(old.arms) })), [form]);

  const apply = (event: SubmitEvent): void => {
    event.preventDefault();
    if (form.apply()) return;
    const refused = element.current?.querySelector<HTMLElement>('[aria-invalid="true"], .builder-fault');
    refused?.focus({ preventScroll: true });
    // Not at the edge, where the bar with the refusals would hide what the field says.
    requestAnimationFrame(() => refused?.scrollIntoView({ block: 'center' }));
  };

  return (
    <IssuesContext value={issues}>
      <NetworkContext value={network}>
        <form ref={element} className="setup-form" onSubmit={apply} aria-label="Experiment">
          <DataSection draft={draft} onChange={edit} />
          <ModelSection draft={draft} spec={checked.spec} plan={plan} onChange={(model) => edit({ ...draft, model })} />
          <ArmsSection arms={draft.arms} onChange={editArms} />
          <RunSection draft={draft} onChange={edit} />
          <PresetDifferences draft={draft} />
          <ApplyBar spec={checked.spec} issues={issues} />
        </form>
      </NetworkContext>
    </IssuesContext>
  );
}

/** All issues, none of them twice; while there are none, always the same nothing, so that no field is drawn again for it. */
function withIssues(issues: readonly SpecIssue[], more: readonly SpecIssue[]): readonly SpecIssue[] {
  if (issues.length + more.length === 0) return NO_ISSUES;
  return [...issues, ...more.filter(({ path }) => !issues.some((issue) => issue.path === path))];
}
