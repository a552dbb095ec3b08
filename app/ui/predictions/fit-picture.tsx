import { memo } from 'react';
import type { ArmStyle } from '../arm-style.ts';
import { DataTable } from '../charts/data-table.tsx';
import { LineSample } from '../kit/line-sample.tsx';
import { visibleText } from '../visible-text.ts';
import { FitPlot } from './fit-plot.tsx';
import { fitText, type Fit } from './fit-text.ts';

/** The last fit of an arm in the race. */
export interface ArmFit {
  readonly name: string;
  readonly style: ArmStyle;
  readonly fit: Fit;
}

interface FitPictureProps {
  readonly fit: Fit;
  /** Of all arms. */
  readonly arms: readonly ArmFit[];
  readonly describedBy: string;
}

const WORST = 10;

/** Of one input the examples and every arm's curve; of several what is told against what is true, and what is furthest off. */
export const FitPicture = memo(function FitPicture({ fit, arms, describedBy }: FitPictureProps) {
  const { targets, truth, predicted, curve } = fit;
  const text = fitText(fit);
  const column = (values: Float32Array, target: number): Float32Array => values.filter((_, index) => index % targets.length === target);
  return (
    <>
      {targets.map((target, index) => {
        const shown = visibleText(target);
        if (curve === null) {
          return (
            <FitPlot
              key={target}
              name={`Predicted against true ${shown}`}
              xLabel={`true ${shown}`}
              yLabel={`predicted ${shown}`}
              xs={column(truth, index)}
              ys={column(predicted, index)}
              lines={[]}
              diagonal
              describedBy={describedBy}
            />
          );
        }
        const lines = arms.flatMap(({ name, style, fit: { curve: drawn } }) =>
          drawn === null ? [] : [{ name, style, xs: drawn.at, ys: column(drawn.values, index) }],
        );
        return (
          <FitPlot
            key={target}
            name={`${shown} against ${visibleText(curve.input)}`}
            xLabel={curve.input}
            yLabel={target}
            xs={curve.xs}
            ys={column(truth, index)}
            lines={lines}
            diagonal={false}
            describedBy={describedBy}
          />
        );
      })}
      {curve === null ? (
        <>
          <p className="chart-note">A dot for each test example; on the line, what is told is true.</p>
          <DataTable caption="Furthest off" columns={text.columns} rows={text.rows.slice(0, WORST)} />
        </>
      ) : (
        <ul className="fit-key" aria-label="Curves">
          {arms.map(({ name, style }) => (
            <li key={name}>
              <LineSample style={style} /> {name}
            </li>
          ))}
        </ul>
      )}
    </>
  );
});
