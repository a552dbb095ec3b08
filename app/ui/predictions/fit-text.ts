import type { PredictionsEvent } from '../../lab/predictions-event.ts';
import { formatCount, formatNumber } from '../format.ts';
import { visibleText } from '../visible-text.ts';
import type { PredictionText } from './prediction-text.ts';

export type Fit = Extract<PredictionsEvent, { kind: 'fit' }>;

/** One number of one example that was told, and by how much it is off. */
interface Residual {
  readonly example: number;
  readonly target: number;
  readonly residual: number;
}

const ROWS = 100;

/** Numbers told as words and as a table, the worst first; what is not finite is worst of all. */
export function fitText(fit: Fit): PredictionText {
  const { targets, truth, predicted, rows } = fit;
  const residuals = worstResiduals(fit);
  const worst = residuals[0];
  const count = truth.length / targets.length;
  const number = (values: Float32Array, { example, target }: Residual): string =>
    formatNumber(values[example * targets.length + target] ?? NaN);
  const place = (example: number): string => String(rows === null ? example + 1 : (rows[example] ?? NaN));
  const furthest =
    worst === undefined
      ? ''
      : `; the furthest off is ${rows === null ? 'example' : 'row'} ${place(worst.example)}, by ${formatNumber(worst.residual, 3)}`;
  return {
    summary: `the first ${formatCount(count)} test examples${furthest}`,
    columns: [
      rows === null ? 'example' : 'row of the file',
      ...(targets.length > 1 ? ['target'] : []),
      'true',
      'predicted',
      'predicted − true',
    ],
    rows: residuals
      .slice(0, ROWS)
      .map((residual) => [
        place(residual.example),
        ...(targets.length > 1 ? [visibleText(targets[residual.target] ?? '')] : []),
        number(truth, residual),
        number(predicted, residual),
        formatNumber(residual.residual, 3),
      ]),
  };
}

function worstResiduals({ targets, truth, predicted }: Fit): readonly Residual[] {
  const size = ({ residual }: Residual): number => (Number.isNaN(residual) ? Infinity : Math.abs(residual));
  return Array.from(predicted, (value, index) => ({
    example: Math.floor(index / targets.length),
    target: index % targets.length,
    residual: value - (truth[index] ?? NaN),
  })).sort((one, other) => size(other) - size(one) || one.example - other.example);
}
