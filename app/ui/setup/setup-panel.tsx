import { useMemo, useRef, useState, type SubmitEvent, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { ExperimentSpec } from '../../lab/spec.ts';
import type { SpecIssue } from '../../lab/spec-error.ts';
import { useLab } from '../../state/use-lab.ts';
import { saveFile } from '../charts/save-file.ts';
import { ArmsSection } from './arms-section.tsx';
import { DataSection } from './data-section.tsx';
import { differences } from './differences.ts';
import { checkDraft, type SpecDraft } from './draft.ts';
import { experimentFile } from './experiment-file.ts';
import { NumberField, OptionalNumberField } from './fields.tsx';
import { IssuesContext } from './issues.ts';
import { ModelSection } from './model-section.tsx';
import { NetworkContext, networkOf, planDraft } from './network.ts';
import { PresetDifferences } from './preset-differences.tsx';

/** Edits a copy of the running experiment; nothing changes before it is applied, and nothing is applied while a field is refused. */
export function SetupPanel({ spec }: { spec: ExperimentSpec }): ReactElement {
  const lab = useLab();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(spec);
  const [draft, setDraft] = useState<SpecDraft>(spec);
  const [refused, setRefused] = useState(false);
  if (spec !== base) {
    setBase(spec);
    setDraft(spec);
    setRefused(false);
  }
  const checked = useMemo(() => checkDraft(draft), [draft]);
  const { data, model, batchSize } = draft;
  const plan = useMemo(() => planDraft({ data, model }), [data, model]);
  const network = useMemo(() => networkOf(plan, batchSize), [plan, batchSize]);
  // Layers that do not fit are told while other fields are faulty too, which the check of a whole spec does not reach.
  const issues = useMemo(() => withIssues(checked.issues, plan?.issues ?? []), [checked, plan]);
  const pending = useMemo(() => differences(spec, draft).length, [spec, draft]);

  const apply = (event: SubmitEvent): void => {
    event.preventDefault();
    setRefused(checked.spec === null);
    if (checked.spec) lab.load(checked.spec, true);
    else form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .builder-fault')?.focus();
  };

  return (
    <IssuesContext value={issues}>
      <NetworkContext value={network}>
        <form ref={form} className="setup-form" onSubmit={apply} aria-label="Experiment">
          <DataSection draft={draft} onChange={setDraft} />
          <ModelSection draft={draft} spec={checked.spec} plan={plan} onChange={(model) => setDraft({ ...draft, model })} />
          <ArmsSection draft={draft} onChange={(arms) => setDraft({ ...draft, arms })} />
          <fieldset className="setup-section">
            <legend>Run</legend>
            <div className="field-row">
              <NumberField label="Seed" path="seed" value={draft.seed} onChange={(seed) => setDraft({ ...draft, seed })} />
              <OptionalNumberField
                label="Stop after steps"
                path="stop.steps"
                value={draft.stop.steps}
                onChange={(steps) => setDraft({ ...draft, stop: { ...draft.stop, steps } })}
              />
              <OptionalNumberField
                label="Stop after seconds"
                path="stop.seconds"
                description="training time of all arms together"
                value={draft.stop.seconds}
                onChange={(seconds) => setDraft({ ...draft, stop: { ...draft.stop, seconds } })}
              />
              <NumberField
                label="Evaluate every"
                path="evaluation.every"
                description="steps"
                value={draft.evaluation.every}
                onChange={(every) => setDraft({ ...draft, evaluation: { ...draft.evaluation, every } })}
              />
              <NumberField
                label="Evaluate on"
                path="evaluation.trainExamples"
                description="training examples"
                value={draft.evaluation.trainExamples}
                onChange={(trainExamples) => setDraft({ ...draft, evaluation: { ...draft.evaluation, trainExamples } })}
              />
            </div>
          </fieldset>
          <PresetDifferences draft={draft} />
          <div className="setup-apply">
            {refused && issues.length > 0 ? <Refusal issues={issues} /> : null}
            <Button type="submit" className={pending > 0 ? 'button button-primary' : 'button'}>
              Apply &amp; restart
            </Button>
            <Button className="button" isDisabled={pending === 0} onPress={() => setDraft(spec)}>
              Undo
            </Button>
            <Button
              className="button"
              aria-label="Save the experiment as JSON"
              isDisabled={checked.spec === null}
              onPress={() => save(checked.spec)}
            >
              Save
            </Button>
            <p className="setup-pending">
              {pending === 0 ? 'As running' : `${pending} ${pending === 1 ? 'change' : 'changes'} not applied`}
            </p>
          </div>
        </form>
      </NetworkContext>
    </IssuesContext>
  );
}

/** Hands the experiment to the person's downloads, as `lab run` takes it. */
function save(spec: ExperimentSpec | null): void {
  if (spec === null) return;
  const { name, text } = experimentFile(spec);
  saveFile(name, new Blob([text], { type: 'application/json' }));
}

/** All issues, none of them twice. */
function withIssues(issues: readonly SpecIssue[], more: readonly SpecIssue[]): readonly SpecIssue[] {
  return [...issues, ...more.filter(({ path }) => !issues.some((issue) => issue.path === path))];
}

function Refusal({ issues }: { issues: readonly SpecIssue[] }): ReactElement {
  return (
    <div className="setup-refusal" role="alert">
      <p>Nothing was started. {issues.length === 1 ? 'One field needs' : `${issues.length} fields need`} another value:</p>
      <ul>
        {issues.map((issue) => (
          <li key={`${issue.path} ${issue.message}`}>
            <code>{issue.path || 'experiment'}</code>: {issue.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
