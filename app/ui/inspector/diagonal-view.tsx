import { memo, useId } from 'react';
import type { DiagonalInspection } from '../../lab/inspection-event.ts';
import type { Scaling } from '../../state/view-settings.ts';
import { DataTable } from '../charts/data-table.tsx';
import { MatrixCanvas } from '../charts/matrix-canvas.tsx';
import { formatCount, formatNumber, formatShare } from '../format.ts';
import { Fact } from './fact.tsx';
import { SpectrumPlot } from './spectrum-plot.tsx';

/** Entries listed in the table, evenly spread over their order. */
const TABLE_ROWS = 20;

interface Words {
  readonly title: string;
  /** What an entry belongs to. */
  readonly direction: string;
  readonly plural: string;
  readonly axes: string;
  readonly picture: string;
}

const WORDS: Readonly<Record<DiagonalInspection['symbol'], Words>> = {
  A: {
    title: 'Frequencies of tokens, the diagonal of',
    direction: 'token',
    plural: 'tokens',
    axes: 'entries by token (down)',
    picture: 'Frequencies by token',
  },
  F: {
    title: 'Diagonal of',
    direction: 'weight',
    plural: 'weights',
    axes: 'entries by input (down, the bias last) and output (across)',
    picture: 'Diagonal laid out as the weight',
  },
  S: {
    title: 'Second moments in the eigenbasis',
    direction: 'pair of eigenvectors',
    plural: 'pairs of eigenvectors',
    axes: 'entries by eigenvector of A (down) and of G (across)',
    picture: 'Second moments by pairs of eigenvectors',
  },
};

interface DiagonalViewProps {
  readonly diagonal: DiagonalInspection;
  readonly heatmapScaling: Scaling;
  readonly asTable: boolean;
}

/** The diagonal of a Fisher block: its entries in order against the damping, and laid out as the weight. */
export const DiagonalView = memo(function DiagonalView({ diagonal, heatmapScaling, asTable }: DiagonalViewProps) {
  const id = useId();
  const { symbol, rows, columns, sorted, damping, heatmap, shareUnderDamping } = diagonal;
  const words = WORDS[symbol];
  const count = rows * columns;
  return (
    <section className="factor" aria-labelledby={`${id}-name`}>
      <h4 id={`${id}-name`} className="factor-name">
        <span>
          {words.title} <var>{symbol}</var>
        </span>
        <span className="factor-size">
          {formatCount(rows)} × {formatCount(columns)}
        </span>
      </h4>
      <dl className="factor-facts">
        <Fact name="largest entry" explanation={`The ${words.direction} in whose direction the Fisher is steepest`}>
          {formatNumber(sorted[0] ?? NaN, 3)}
        </Fact>
        <Fact name="condition number" explanation="Largest entry over the smallest">
          {formatNumber(diagonal.condition, 3)}
        </Fact>
        <Fact name="after damping" explanation="Condition number of the diagonal as read with the damping of the last inversion">
          {formatNumber(diagonal.dampedCondition, 3)}
        </Fact>
        <Fact
          name="under damping"
          explanation={`Share of the entries smaller than the damping: ${words.plural} that move nearly along the gradient`}
        >
          {formatShare(shareUnderDamping)}
        </Fact>
      </dl>
      <div className="factor-part">
        {asTable ? (
          <DataTable
            caption={`${String(Math.min(TABLE_ROWS, count))} of ${formatCount(count)} entries, largest first`}
            columns={['index', 'entry', 'damped']}
            rows={tableRows(diagonal)}
          />
        ) : (
          <>
            <span className="chart-axis-label">entry (solid), with damping added (dashed)</span>
            <SpectrumPlot
              name="Entries of the diagonal in order"
              describedBy={`${id}-summary`}
              eigenvalues={sorted}
              count={count}
              damping={damping}
            />
            <span className="chart-axis-label chart-axis-label-x">index, largest first</span>
          </>
        )}
      </div>
      <div className="factor-part">
        <span className="chart-axis-label">
          {words.axes}
          {heatmap.rows < rows || heatmap.columns < columns
            ? `, averaged over cells of ${formatNumber(rows / heatmap.rows, 3)} × ${formatNumber(columns / heatmap.columns, 3)}`
            : ''}
        </span>
        <MatrixCanvas name={words.picture} heatmap={heatmap} rows={rows} columns={columns} scale={heatmapScaling} />
      </div>
      <p id={`${id}-summary`} className="chart-hidden">
        {`${symbol} has ${formatCount(count)} entries from ${formatNumber(sorted[0] ?? NaN, 3)} down to ${formatNumber(sorted.at(-1) ?? NaN, 3)}; ` +
          `damping adds ${formatNumber(damping, 3)}, more than ${formatShare(shareUnderDamping)} of them.`}
      </p>
    </section>
  );
});

function tableRows({ rows, columns, sorted, damping }: DiagonalInspection): string[][] {
  const listed = Math.min(TABLE_ROWS, sorted.length);
  return Array.from({ length: listed }, (_, row) => {
    const share = row / Math.max(listed - 1, 1);
    const entry = sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
    return [formatCount(1 + Math.round(share * (rows * columns - 1))), formatNumber(entry), formatNumber(entry + damping)];
  });
}
