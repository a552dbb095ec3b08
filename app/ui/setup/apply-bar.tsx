import { useMemo, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { presetOf } from '../../lab/presets/index.ts';
import type { ExperimentSpec } from '../../lab/spec.ts';
import type { SpecIssue } from '../../lab/spec-error.ts';
import { differences } from '../../state/differences.ts';
import { useExperimentForm, useFormState } from '../../state/use-experiment-form.ts';
import { saveFile } from '../charts/save-file.ts';
import { visibleText } from '../visible-text.ts';
import { experimentFile } from './experiment-file.ts';

interface ApplyBarProps {
  /** What would be started; null while a field is refused. */
  readonly spec: ExperimentSpec | null;
  readonly issues: readonly SpecIssue[];
}

/** What can be done with the form as a whole, always in view; what comes and goes stands above the buttons, which stay where they are. */
export function ApplyBar({ spec, issues }: ApplyBarProps): ReactElement {
  const form = useExperimentForm();
  const { running, draft, aside, refused } = useFormState();
  const pending = useMemo(() => differences(running, draft).length, [running, draft]);
  return (
    <div className="setup-apply">
      {refused && issues.length > 0 ? <Refusal issues={issues} /> : null}
      {aside === null ? null : <Aside name={aside.name} onBringBack={() => form.bringBack()} />}
      <Button type="submit" className={pending > 0 ? 'button button-primary' : 'button'}>
        Apply &amp; restart
      </Button>
      <Button className="button" isDisabled={pending === 0} onPress={() => form.undo()}>
        Undo
      </Button>
      <Button className="button" aria-label="Save the experiment as JSON" isDisabled={spec === null} onPress={() => save(spec)}>
        Save
      </Button>
      <p className="setup-pending">{pending === 0 ? 'As running' : `${pending} ${pending === 1 ? 'change' : 'changes'} not applied`}</p>
    </div>
  );
}

/** Says that a person's own work is not lost. */
function Aside({ name, onBringBack }: { readonly name: string; readonly onBringBack: () => void }): ReactElement {
  return (
    <div className="setup-aside" role="status">
      <p>Your edits of “{presetOf(name)?.title ?? visibleText(name, 40)}” are kept.</p>
      <Button className="button" onPress={onBringBack}>
        Bring back
      </Button>
    </div>
  );
}

/** Hands the experiment to the person's downloads, as `lab run` takes it. */
function save(spec: ExperimentSpec | null): void {
  if (spec === null) return;
  const { name, text } = experimentFile(spec);
  saveFile(name, new Blob([text], { type: 'application/json' }));
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
