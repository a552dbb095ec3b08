import type { PositionScores } from '../../lab/position-scores.ts';
import type { ArmState } from '../../state/run-state.ts';
import { formatCount, formatNumber } from '../format.ts';

export type PositionMetric = 'accuracy' | 'loss';

/** A score as briefly as a bar has room for: `98 %`, or nats. */
export function formatPosition(value: number, metric: PositionMetric): string {
  if (metric === 'loss' || !Number.isFinite(value)) return formatNumber(value, 2);
  return `${Math.round(100 * value)} %`;
}

/** The best and the worst position in words. */
export function summarisePositions({ accuracies, losses }: PositionScores, metric: PositionMetric): string {
  const values = metric === 'accuracy' ? accuracies : losses;
  const [smallest, largest] = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
  if (smallest < 0 || largest < 0) return `${metric} is not finite`;
  return `${metric} from ${formatPosition(values[smallest]!, metric)} at position ${smallest + 1} to ${formatPosition(values[largest]!, metric)} at position ${largest + 1}`;
}

/** The scores of all arms as a table: a row for each position. */
export function positionRows(arms: readonly Pick<ArmState, 'description' | 'positions' | 'learnt'>[]) {
  const count = Math.max(0, ...arms.map(({ positions }) => positions?.losses.length ?? 0));
  return {
    caption: 'Test accuracy and loss in nats at each position, and the step at which it was first right in 90 %',
    columns: [
      'position',
      ...arms.flatMap(({ description: { name } }) => [`${name}: accuracy`, `${name}: loss`, `${name}: learnt at step`]),
    ],
    rows: Array.from({ length: count }, (_, position) => [
      String(position + 1),
      ...arms.flatMap(({ positions, learnt }) => {
        const step = learnt[position] ?? NaN;
        return [
          positions === null ? '–' : formatPosition(positions.accuracies[position] ?? NaN, 'accuracy'),
          positions === null ? '–' : formatNumber(positions.losses[position] ?? NaN, 3),
          Number.isNaN(step) ? '–' : formatCount(step),
        ];
      }),
    ]),
  };
}
