import { memo, useId, useMemo, useState } from 'react';
import { inputSize } from '../../lab/data-shape.ts';
import type { MistakesEvent } from '../../lab/mistakes.ts';
import type { PredictionsEvent } from '../../lab/predictions-event.ts';
import type { ImageShape, Task } from '../../lab/task.ts';
import '../charts/charts.css';
import { DataTable } from '../charts/data-table.tsx';
import { TableToggle } from '../kit/table-toggle.tsx';
import { AnswerTable } from './answer-table.tsx';
import { ContinuationList } from './continuation-list.tsx';
import { DecisionBoundary } from './decision-boundary.tsx';
import { DigitGrid } from './digit-grid.tsx';
import { FitPicture, type ArmFit } from './fit-picture.tsx';
import { isAnswer } from './mark-answer.ts';
import { Mistakes } from './mistakes.tsx';
import { predictionText } from './prediction-text.ts';
import './predictions.css';
import { ReconstructionGrid } from './reconstruction-grid.tsx';

export interface PredictionsPanelProps {
  readonly predictions: PredictionsEvent | null;
  /** Null before the first evaluation, and where there are no classes. */
  readonly mistakes: MistakesEvent | null;
  readonly task: Task | null;
  readonly armName: string;
  /** How all arms tell numbers; empty where they tell none. */
  readonly fits: readonly ArmFit[];
}

/** Of data that are none. */
const NO_IMAGE: ImageShape = { kind: 'image', width: 0, height: 0, channels: 1 };

/** What one arm's model makes of test examples, as pictures or as a table. */
export const PredictionsPanel = memo(function PredictionsPanel(props: PredictionsPanelProps) {
  const { predictions, mistakes, task, armName, fits } = props;
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const shape = task?.inputs.kind === 'image' ? task.inputs : NO_IMAGE;
  const classes = predictions?.kind === 'plane' ? predictions.classes : task?.kind === 'classification' ? task.classes : 0;
  const names = task?.kind === 'classification' ? task.names : undefined;
  const text = useMemo(
    () => predictions && predictionText(predictions, classes, inputSize(shape), names),
    [predictions, classes, shape, names],
  );

  if (predictions === null && mistakes !== null) {
    // Classes of rows of numbers have no picture, but mistakes.
    return (
      <section className="predictions" aria-labelledby={`${id}-title`}>
        <h3 id={`${id}-title`} className="chart-title">
          Predictions of {armName}
        </h3>
        <Mistakes mistakes={mistakes} shape={shape} names={names} />
      </section>
    );
  }
  if (predictions === null || text === null || task === null) {
    return <p className="chart-empty">No predictions of {armName} yet: they appear with the first evaluation.</p>;
  }
  return (
    <section className="predictions" aria-labelledby={`${id}-title`}>
      <header className="chart-head">
        <h3 id={`${id}-title`} className="chart-title">
          Predictions of {armName}
        </h3>
        <div className="chart-tools" role="group" aria-label="Predictions view">
          <TableToggle asTable={asTable} onChange={setAsTable} />
        </div>
      </header>
      <p id={`${id}-summary`} className="chart-note predictions-summary">
        Step {predictions.step.toLocaleString('en-US')}: {text.summary}.
      </p>
      {asTable ? (
        <DataTable
          caption={`Predictions of ${armName} at step ${predictions.step.toLocaleString('en-US')}`}
          columns={text.columns}
          rows={text.rows}
        />
      ) : (
        <Picture predictions={predictions} classes={classes} names={names} fits={fits} shape={shape} describedBy={`${id}-summary`} />
      )}
      {mistakes === null ? null : <Mistakes mistakes={mistakes} shape={shape} names={names} />}
    </section>
  );
});

interface PictureProps {
  readonly predictions: PredictionsEvent;
  readonly classes: number;
  readonly names: readonly string[] | undefined;
  readonly fits: readonly ArmFit[];
  readonly shape: ImageShape;
  readonly describedBy: string;
}

function Picture(props: PictureProps) {
  const { predictions, classes, names, fits, shape, describedBy } = props;
  switch (predictions.kind) {
    case 'digits':
      return (
        <>
          <DigitGrid
            images={predictions.images}
            labels={predictions.labels}
            probabilities={predictions.probabilities}
            classes={classes}
            names={names}
            shape={shape}
          />
          <p className="chart-note">Full bar: predicted class. Underlined {names === undefined ? 'number' : 'bar'}: true class.</p>
        </>
      );
    case 'reconstructions':
      return (
        <>
          <p className="chart-note">Originals above, reconstructions below, squared error under each pair.</p>
          <ReconstructionGrid images={predictions.images} reconstructions={predictions.reconstructions} shape={shape} />
        </>
      );
    case 'text':
      return predictions.continuations.every(isAnswer) ? (
        <AnswerTable answers={predictions.continuations} />
      ) : (
        <ContinuationList continuations={predictions.continuations} />
      );
    case 'plane':
      return <DecisionBoundary plane={predictions} names={names} describedBy={describedBy} />;
    case 'fit':
      return <FitPicture fit={predictions} arms={fits} describedBy={describedBy} />;
  }
}
