import { memo, useId } from 'react';
import type { MatrixInspection } from '../../lab/inspection-event.ts';
import type { Scaling } from '../../state/view-settings.ts';
import { DataTable } from '../charts/data-table.tsx';
import { MatrixCanvas } from '../charts/matrix-canvas.tsx';
import { formatCount, formatNumber, formatShare } from '../format.ts';
import { Fact } from './fact.tsx';
import { betweenParts, nameParts } from './parts.ts';
import { SpectrumPlot } from './spectrum-plot.tsx';
import { spectrumFacts } from './spectrum.ts';

/** Eigenvalues listed in the table, from the top. */
const TABLE_ROWS = 20;

const MEANINGS: Readonly<Record<MatrixInspection['symbol'], string>> = {
  A: 'of the inputs',
  G: 'of the output gradients',
  F: 'of the gradients of single cases',
};

interface MatrixViewProps {
  readonly matrix: MatrixInspection;
  readonly heatmapScaling: Scaling;
  readonly asTable: boolean;
}

/** One matrix of a block, whole or a diagonal of parts: its spectrum against its damping, the numbers behind it, its entries. */
export const MatrixView = memo(function MatrixView({ matrix, heatmapScaling, asTable }: MatrixViewProps) {
  const id = useId();
  const { symbol, size, parts, heatmap, eigenvalues, damping } = matrix;
  const facts = spectrumFacts(eigenvalues, damping ?? 0);
  const isCut = parts.length > 1;
  const summary =
    `${symbol} has ${String(size)} eigenvalues from ${formatNumber(eigenvalues[0] ?? NaN, 3)} down to ${formatNumber(eigenvalues.at(-1) ?? NaN, 3)}; ` +
    (damping === null
      ? 'damping is added to their products with those of the other factor.'
      : `damping adds ${formatNumber(damping, 3)}, more than ${formatShare(facts.shareUnderDamping)} of them.`) +
    (isCut ? ` It is a diagonal of ${nameParts(parts)}, zero between them.` : '');
  return (
    <section className="factor" aria-labelledby={`${id}-name`}>
      <h4 id={`${id}-name`} className="factor-name">
        <var>{symbol}</var> {MEANINGS[symbol]}
        <span className="factor-size">
          {formatCount(size)} × {formatCount(size)}
          {isCut ? `, ${nameParts(parts)}` : ''}
        </span>
      </h4>
      <dl className="factor-facts">
        <Fact name="condition number" explanation="Largest eigenvalue over the smallest">
          {formatNumber(matrix.condition, 3)}
        </Fact>
        {matrix.dampedCondition === null ? null : (
          <Fact name="after damping" explanation="Condition number of the matrix as read with the damping of the last inversion">
            {formatNumber(matrix.dampedCondition, 3)}
          </Fact>
        )}
        <Fact
          name="effective rank"
          explanation="Exponential of the entropy of the normalised eigenvalues: how many directions carry the curvature"
        >
          {formatNumber(facts.effectiveRank, 3)}
        </Fact>
        {damping === null ? null : (
          <Fact name="under damping" explanation="Share of the eigenvalues smaller than the damping: directions in which it decides">
            {formatShare(facts.shareUnderDamping)}
          </Fact>
        )}
      </dl>
      <div className="factor-part">
        {asTable ? (
          <DataTable
            caption={`${String(Math.min(TABLE_ROWS, size))} largest of ${String(size)} eigenvalues of ${symbol}`}
            columns={['index', 'eigenvalue', ...(damping === null ? [] : ['damped']), 'share of trace so far']}
            rows={tableRows(matrix)}
          />
        ) : (
          <>
            <span className="chart-axis-label">
              {damping === null ? 'eigenvalue; damping is added to products of A and G' : 'eigenvalue (solid), with damping added (dashed)'}
            </span>
            <SpectrumPlot name={`Spectrum of ${symbol}`} describedBy={`${id}-summary`} eigenvalues={eigenvalues} damping={damping ?? 0} />
            <span className="chart-axis-label chart-axis-label-x">index, largest first</span>
            {facts.notFinite > 0 && (
              <p className="chart-note">{facts.notFinite} eigenvalues are not finite: the matrix cannot be inverted.</p>
            )}
            {facts.notPositive > 0 && (
              <p className="chart-note">{facts.notPositive} eigenvalues are zero or negative by rounding and lie on the lower edge.</p>
            )}
          </>
        )}
      </div>
      <div className="factor-part">
        <span className="chart-axis-label">
          |{symbol}|
          {heatmap.rows < size
            ? `, averaged over cells of ${formatNumber(size / heatmap.rows, 3)} × ${formatNumber(size / heatmap.columns, 3)}`
            : ''}
          {isCut ? '; hatched: not kept, taken as zero' : ''}
        </span>
        <MatrixCanvas
          name={`Entries of ${symbol}`}
          heatmap={heatmap}
          rows={size}
          columns={size}
          scale={heatmapScaling}
          describeEmpty={(rows, columns) => (betweenParts(parts, rows, columns) ? 'between parts, taken as zero' : null)}
        />
      </div>
      <p id={`${id}-summary`} className="chart-hidden">
        {summary}
      </p>
    </section>
  );
});

function tableRows({ eigenvalues, damping }: MatrixInspection): string[][] {
  const trace = eigenvalues.reduce((sum, eigenvalue) => sum + eigenvalue, 0);
  let sum = 0;
  return Array.from(eigenvalues.subarray(0, TABLE_ROWS), (eigenvalue, index) => {
    sum += eigenvalue;
    const damped = damping === null ? [] : [formatNumber(eigenvalue + damping)];
    return [String(index + 1), formatNumber(eigenvalue), ...damped, formatShare(sum / trace)];
  });
}
