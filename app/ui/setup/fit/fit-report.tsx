import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import type { Attempt } from '../../../lab/fit/fit-budget.ts';
import type { ExperimentSpec } from '../../../lab/spec.ts';
import type { OptimizerDraft } from '../../../state/draft.ts';
import { isFitRunning, type FitState } from '../../../state/fit-state.ts';
import { formatBytes, formatNumber } from '../../format.ts';
import { isSameQuestion } from './fit-question.ts';
import { attemptReason, fitSentence, timesFormula } from './fit-words.ts';

interface FitReportProps {
  readonly fit: FitState;
  /** What would be asked now; null while the form cannot be read. */
  readonly question: ExperimentSpec | null;
  readonly onUse: (optimizer: OptimizerDraft) => void;
}

/** What a fit tried and why, what it chose, and how well it foresaw the cost. */
export function FitReport({ fit, question, onUse }: FitReportProps): ReactElement {
  const { status, attempts } = fit;
  return (
    <div className="fit-report">
      <p role="status" className={status.kind === 'failed' ? 'field-error' : 'fit-sentence'}>
        {fitSentence(fit)}
      </p>
      {isFitRunning(fit) ? <progress className="fit-progress" aria-label="Fitting" /> : null}
      {attempts.length > 0 ? <AttemptTable fit={fit} /> : null}
      {status.kind === 'fitted' ? <Measured fit={fit} measured={status.measured} chosen={attempts.at(-1)} /> : null}
      {status.kind === 'fitted' ? (
        <UseSettings state={usabilityOf(fit.spec, status.arm.optimizer, question)} onUse={() => onUse(status.arm.optimizer)} />
      ) : null}
    </div>
  );
}

function AttemptTable({ fit: { attempts, budget } }: { fit: FitState }): ReactElement {
  return (
    <table className="fit-table">
      <caption className="visually-hidden">Blocks that were tried</caption>
      <thead>
        <tr>
          <th scope="col">Tried</th>
          <th scope="col">Memory</th>
          <th scope="col">× SGD</th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <tr key={attempt.label}>
            <th scope="row">
              {attempt.label}
              <span className="fit-reason">{attemptReason(attempt, budget)}</span>
              {attempt.times === null ? null : <span className="fit-reason">{timesFormula(attempt.times)}</span>}
            </th>
            <td>{formatBytes(attempt.bytes)}</td>
            <td>{attempt.relative === null ? '–' : formatNumber(attempt.relative, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface MeasuredProps {
  readonly fit: FitState;
  readonly measured: number;
  readonly chosen: Attempt | undefined;
}

/** What was foreseen of the choice beside what came. */
function Measured({ fit: { budget }, measured, chosen }: MeasuredProps): ReactElement | null {
  if (chosen === undefined || chosen.allocated === null || chosen.relative === null) return null;
  return (
    <>
      <table className="fit-table">
        <caption className="visually-hidden">Foreseen and measured</caption>
        <thead>
          <tr>
            <th scope="col">The choice</th>
            <th scope="col">Foreseen</th>
            <th scope="col">Measured</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">memory</th>
            <td>{formatBytes(chosen.bytes)}</td>
            <td>{formatBytes(chosen.allocated)}</td>
          </tr>
          <tr>
            <th scope="row">mean step, × SGD</th>
            <td>{formatNumber(chosen.relative, 3)}</td>
            <td>{formatNumber(measured, 3)}</td>
          </tr>
        </tbody>
      </table>
      {measured > budget.relative ? (
        <p className="field-description">
          In training it took longer than granted: the machine may have been busy. Fit again, or grant less so that some is left over.
        </p>
      ) : null}
    </>
  );
}

/** Whether what was chosen can be written into the form: it says nothing of another experiment than the one it was asked for. */
type Use = 'possible' | 'done' | 'outdated';

function usabilityOf(asked: ExperimentSpec, optimizer: ExperimentSpec['arms'][number]['optimizer'], now: ExperimentSpec | null): Use {
  if (now === null) return 'outdated';
  const fitted = { ...asked, arms: asked.arms.map((arm) => ({ ...arm, optimizer })) };
  if (isSameQuestion(now, fitted)) return 'done';
  return isSameQuestion(now, asked) ? 'possible' : 'outdated';
}

const USE_WORDS: Readonly<Record<Use, string>> = {
  possible: 'Nothing was changed yet.',
  done: 'These are the settings in the form.',
  outdated: 'The form has changed since: fit again.',
};

function UseSettings({ state, onUse }: { state: Use; onUse: () => void }): ReactElement {
  return (
    <div className="fit-actions">
      <Button className="button" isDisabled={state !== 'possible'} onPress={onUse}>
        Use these settings
      </Button>
      <p className="field-description">{USE_WORDS[state]}</p>
    </div>
  );
}
