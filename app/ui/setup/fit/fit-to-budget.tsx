import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { OptimizerDraft } from '../../../state/draft.ts';
import { isFitRunning } from '../../../state/fit-state.ts';
import { useFormState } from '../../../state/use-experiment-form.ts';
import { useLab, useLabState } from '../../../state/use-lab.ts';
import { FieldGroup } from '../field-group.tsx';
import { NumberField } from '../fields.tsx';
import { IssuesContext } from '../issues.ts';
import { budgetDraft, checkBudget, questionOf, USUAL_BUDGET } from './fit-question.ts';
import { FitReport } from './fit-report.tsx';

interface FitToBudgetProps {
  /** Of a K-FAC arm. */
  readonly index: number;
  /** Writes what was chosen into the draft. */
  readonly onUse: (optimizer: OptimizerDraft) => void;
}

/** Asks for blocks and periods of a K-FAC arm that keep to a budget of memory and time; nothing changes before they are used. */
export function FitToBudget({ index, onUse }: FitToBudgetProps): ReactElement {
  const lab = useLab();
  const { draft } = useFormState();
  const fit = useLabState((state) => state.fit);
  const own = fit?.arm === index ? fit : null;
  const [asked, setAsked] = useState(() => (own === null ? USUAL_BUDGET : budgetDraft(own.budget)));
  const path = `arms.${index}.budget`;
  const { budget, issues } = useMemo(() => checkBudget(asked, path), [asked, path]);
  const question = useMemo(() => questionOf(draft, index), [draft, index]);
  const running = own !== null && isFitRunning(own);

  const start = (): void => {
    if (question !== null && budget !== null && !running) lab.fit(question, index, budget);
  };
  // Enter would apply the whole form and start the race over.
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    start();
  };
  return (
    <FieldGroup name="Fit to a budget">
      <IssuesContext value={issues}>
        <div className="field-row" onKeyDown={onEnter}>
          <NumberField
            label="Memory at most"
            path={`${path}.memory`}
            description="MiB of its training"
            value={asked.memory}
            onChange={(memory) => setAsked({ ...asked, memory })}
          />
          <NumberField
            label="Time at most"
            path={`${path}.time`}
            description="× a step of SGD"
            value={asked.time}
            onChange={(time) => setAsked({ ...asked, time })}
          />
        </div>
      </IssuesContext>
      <div className="fit-actions">
        {running ? (
          <Button className="button" onPress={() => lab.cancelFit()}>
            Stop fitting
          </Button>
        ) : (
          <Button className="button" isDisabled={question === null || budget === null} onPress={start}>
            Fit blocks and periods
          </Button>
        )}
      </div>
      {own === null ? (
        <p className="field-description">
          {question === null
            ? 'Possible once data, model and this arm can be read.'
            : 'Times the blocks above, then ever smaller ones, and takes the first that keep to both. The race rests meanwhile.'}
        </p>
      ) : (
        <FitReport fit={own} question={question} onUse={onUse} />
      )}
    </FieldGroup>
  );
}
