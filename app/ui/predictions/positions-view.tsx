import { memo, useId, useState, type CSSProperties, type ReactElement } from 'react';
import type { LanguageTask } from '../../lab/task.ts';
import type { ArmState } from '../../state/run-state.ts';
import { armStyles, type ArmStyle } from '../arm-style.ts';
import { DataTable } from '../charts/data-table.tsx';
import { formatCount } from '../format.ts';
import { LineSample } from '../kit/line-sample.tsx';
import { Segmented } from '../kit/segmented.tsx';
import { TableToggle } from '../kit/table-toggle.tsx';
import { formatPosition, positionRows, summarisePositions, type PositionMetric } from './position-text.ts';

interface PositionsViewProps {
  readonly arms: readonly ArmState[];
  readonly task: LanguageTask;
}

/** Positions up to which each has its number in the chart. */
const FEW = 12;

/** How well each position of the answer, or of the text, is told: a small chart an arm, on shared axes. */
export const PositionsView = memo(function PositionsView({ arms, task }: PositionsViewProps): ReactElement {
  const id = useId();
  const [metric, setMetric] = useState<PositionMetric>('accuracy');
  const [asTable, setAsTable] = useState(false);
  const styles = armStyles(arms.map(({ description }) => description));
  const isAnswer = task.scored.count < task.inputs.length;
  const losses = arms.flatMap(({ positions }) => (positions === null ? [] : [...positions.losses])).filter(Number.isFinite);
  const most = metric === 'accuracy' ? 1 : Math.max(...losses, 0);
  return (
    <section className="mistakes positions" aria-labelledby={id}>
      <header className="chart-head">
        <h3 id={id} className="mistakes-title">
          {metric === 'accuracy' ? 'Accuracy' : 'Loss'} by position
        </h3>
        <div className="positions-tools">
          <Segmented
            label="What is shown of each position"
            segments={[
              { value: 'accuracy', label: 'Accuracy' },
              { value: 'loss', label: 'Loss' },
            ]}
            value={metric}
            onChange={setMetric}
          />
          <TableToggle className="chart-button" asTable={asTable} onChange={setAsTable} title="View the positions as a table" />
        </div>
      </header>
      <p className="chart-note">
        {metric === 'accuracy' ? 'Share of the test examples that are right' : 'Mean loss over the test examples, nats,'} at each{' '}
        {isAnswer ? 'character of the answer, those before it being given as they should be' : 'position of the window'}.
        {task.scored.count <= FEW && metric === 'accuracy' ? ' Below each the step at which it was first right in 90\u00a0%.' : ''}
      </p>
      {asTable ? (
        <DataTable {...positionRows(arms)} />
      ) : (
        <div className="positions-arms">
          {arms.map((arm, index) => (
            <PositionBars key={arm.description.name} arm={arm} style={styles[index]} metric={metric} most={most} isAnswer={isAnswer} />
          ))}
        </div>
      )}
    </section>
  );
});

interface PositionBarsProps {
  readonly arm: ArmState;
  readonly style: ArmStyle | undefined;
  readonly metric: PositionMetric;
  /** Top of the axis. */
  readonly most: number;
  readonly isAnswer: boolean;
}

function PositionBars({ arm, style, metric, most, isAnswer }: PositionBarsProps): ReactElement {
  const { description, positions, learnt } = arm;
  const values = [...((metric === 'accuracy' ? positions?.accuracies : positions?.losses) ?? [])];
  const isFew = values.length <= FEW;
  return (
    <div className="positions-arm">
      <h4 className="mistakes-title">
        {style === undefined ? null : <LineSample style={style} />} {description.name}{' '}
        {positions === null ? null : <span className="section-note">at step {formatCount(positions.step)}</span>}
      </h4>
      {positions === null ? (
        <p className="chart-note">Not evaluated yet.</p>
      ) : (
        <>
          <div className="positions-chart" role="img" aria-label={`${description.name}: ${summarisePositions(positions, metric)}`}>
            <span className="positions-axis">
              <span>{formatPosition(most, metric)}</span>
              <span>0</span>
            </span>
            <div className={isFew ? 'positions-bars' : 'positions-bars positions-many'}>
              {values.map((value, position) => (
                <span key={position} className="positions-column">
                  <span
                    className="positions-bar"
                    style={{ '--height': `${100 * heightOf(value, most)}%`, '--color': style?.color ?? 'currentColor' } as CSSProperties}
                  >
                    {isFew ? <span className="positions-value">{formatPosition(value, metric)}</span> : null}
                  </span>
                </span>
              ))}
            </div>
            <div className={isFew ? 'positions-bars positions-labels' : 'positions-labels positions-ends'}>
              {isFew ? (
                values.map((_, position) => (
                  <span key={position} className="positions-column">
                    <span>{position + 1}</span>
                    {metric === 'accuracy' ? <span className="positions-learnt">{stepOf(learnt[position] ?? NaN)}</span> : null}
                  </span>
                ))
              ) : (
                <>
                  <span>1</span>
                  <span>{values.length}</span>
                </>
              )}
            </div>
          </div>
          <p className="chart-axis-label chart-axis-label-x">{isAnswer ? 'character of the answer' : 'position in the window'}</p>
        </>
      )}
    </div>
  );
}

/** Share of the axis; nothing for what is no number. */
function heightOf(value: number, most: number): number {
  return Number.isFinite(value) && most > 0 ? Math.min(value / most, 1) : 0;
}

function stepOf(step: number): string {
  return Number.isNaN(step) ? '–' : formatCount(step);
}
