import { memo, useId, type CSSProperties } from 'react';
import type { MistakesEvent } from '../../lab/mistakes.ts';
import type { ImageShape } from '../../lab/task.ts';
import { formatCount } from '../format.ts';
import { classWord } from './class-word.ts';
import { confusions, type Confusions } from './confusions.ts';
import { DigitGrid } from './digit-grid.tsx';

interface MistakesProps {
  readonly mistakes: MistakesEvent;
  /** Of the images, if there are any. */
  readonly shape: ImageShape;
  /** Of the classes, where they have any. */
  readonly names: readonly string[] | undefined;
}

/** Which classes are taken for which on the test split, and the images that are furthest off. */
export const Mistakes = memo(function Mistakes({ mistakes, shape, names }: MistakesProps) {
  const id = useId();
  const { worst, classes, unread } = mistakes;
  const counted = confusions(mistakes, names);
  return (
    <>
      <section className="mistakes" aria-labelledby={`${id}-confusion`}>
        <h4 id={`${id}-confusion`} className="mistakes-title">
          Confusion on the test split
        </h4>
        <p className="chart-note">
          {counted.summary}
          {unread > 0 ? `; ${formatCount(unread)} predictions are not finite` : ''}. A row for each true class, a column for each predicted
          one.
        </p>
        <ConfusionTable counted={counted} names={names} labelledBy={`${id}-confusion`} />
      </section>
      {worst === null || worst.labels.length === 0 ? null : (
        <section className="mistakes" aria-labelledby={`${id}-worst`}>
          <h4 id={`${id}-worst`} className="mistakes-title">
            Worst mistakes
          </h4>
          <p className="chart-note">Wrong test images with the highest loss in nats.</p>
          <DigitGrid {...worst} classes={classes} names={names} shape={shape} />
        </section>
      )}
    </>
  );
});

interface ConfusionTableProps {
  readonly counted: Confusions;
  readonly names: readonly string[] | undefined;
  readonly labelledBy: string;
}

function ConfusionTable({ counted: { rows }, names, labelledBy }: ConfusionTableProps) {
  return (
    <div className="table-scroll" role="region" aria-labelledby={labelledBy} tabIndex={0}>
      <table className="confusion" aria-labelledby={labelledBy}>
        <thead>
          <tr>
            <th scope="col">
              <span className="confusion-axis">true ↓ predicted →</span>
            </th>
            {rows.map((_, guess) => (
              <th key={guess} scope="col">
                {classWord(guess, names)}
              </th>
            ))}
            <th scope="col">right</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, right }, label) => (
            <tr key={label}>
              <th scope="row">{classWord(label, names)}</th>
              {cells.map(({ count, share }, guess) => (
                <td key={guess} className={cellClass(count, guess === label)} style={{ '--share': Math.sqrt(share) } as CSSProperties}>
                  {formatCount(count)}
                </td>
              ))}
              <td className="confusion-right">{right}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass(count: number, isRight: boolean): string {
  if (count === 0) return 'confusion-none';
  return isRight ? 'confusion-hit' : 'confusion-miss';
}
