import type { ReactElement } from 'react';
import type { SpecDraft } from '../../state/draft.ts';
import type { EditDraft } from '../../state/experiment-form.ts';
import { NumberField, OptionalNumberField } from './fields.tsx';

interface RunSectionProps {
  readonly draft: SpecDraft;
  readonly onChange: EditDraft;
}

/** Seed, end and evaluations of the race. */
export function RunSection({ draft, onChange }: RunSectionProps): ReactElement {
  return (
    <fieldset className="setup-section">
      <legend>Run</legend>
      <div className="field-row">
        <NumberField label="Seed" path="seed" value={draft.seed} onChange={(seed) => onChange({ ...draft, seed })} />
        <OptionalNumberField
          label="Stop after steps"
          path="stop.steps"
          value={draft.stop.steps}
          onChange={(steps) => onChange({ ...draft, stop: { ...draft.stop, steps } })}
        />
        <OptionalNumberField
          label="Stop after seconds"
          path="stop.seconds"
          description="training time of all arms together"
          value={draft.stop.seconds}
          onChange={(seconds) => onChange({ ...draft, stop: { ...draft.stop, seconds } })}
        />
        <NumberField
          label="Evaluate every"
          path="evaluation.every"
          description="steps"
          value={draft.evaluation.every}
          onChange={(every) => onChange({ ...draft, evaluation: { ...draft.evaluation, every } })}
        />
        <NumberField
          label="Evaluate on"
          path="evaluation.trainExamples"
          description="training examples"
          value={draft.evaluation.trainExamples}
          onChange={(trainExamples) => onChange({ ...draft, evaluation: { ...draft.evaluation, trainExamples } })}
        />
      </div>
    </fieldset>
  );
}
