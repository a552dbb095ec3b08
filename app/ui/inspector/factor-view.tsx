import { memo, useId } from 'react';
import type { FactorInspection } from '../../lab/events.ts';
import type { Scaling } from '../../state/view-settings.ts';
import { DataTable } from '../charts/data-table.tsx';
import { formatShare, formatNumber } from '../format.ts';
import { MatrixCanvas } from '../charts/matrix-canvas.tsx';
import { Hint } from '../kit/hint.tsx';
import { SpectrumPlot } from './spectrum-plot.tsx';
import { spectrumFacts } from './spectrum.ts';

/** Eigenvalues listed in the table, from the top. */
const TABLE_ROWS = 20;

interface FactorViewProps {
  /** Symbol of the factor, A or G. */
  readonly symbol: string;
  /** What the factor is the covariance of. */
  readonly meaning: string;
  readonly factor: FactorInspection;
  readonly heatmapScaling: Scaling;
  readonly asTable: boolean;
}

/** One Kronecker factor: its spectrum against its damping, the numbers behind it, and its entries. */
export const FactorView = memo(function FactorView({ symbol, meaning, factor, heatmapScaling, asTable }: FactorViewProps) {
  const id = useId();
  const facts = spectrumFacts(factor.eigenvalues, factor.damping);
  const { size, heatmap } = factor;
  const largest = factor.eigenvalues[0] ?? NaN;
  const smallest = factor.eigenvalues[factor.eigenvalues.length - 1] ?? NaN;
  const summary =
    `${symbol} has ${String(size)} eigenvalues from ${formatNumber(largest, 3)} down to ${formatNumber(smallest, 3)}; ` +
    `damping adds ${formatNumber(factor.damping, 3)}, more than ${formatShare(facts.shareUnderDamping)} of them.`;
  return (
    <section className="factor" aria-labelledby={`${id}-name`}>
      <h4 id={`${id}-name`} className="factor-name">
        <var>{symbol}</var> {meaning}
        <span className="factor-size">
          {size} × {size}
        </span>
      </h4>
      <dl className="factor-facts">
        <Fact name="condition number" explanation="Largest eigenvalue over the smallest">
          {formatNumber(factor.condition, 3)}
        </Fact>
        <Fact name="after damping" explanation="Condition number of the factor as read with the damping of the last inversion">
          {formatNumber(factor.dampedCondition, 3)}
        </Fact>
        <Fact
          name="effective rank"
          explanation="Exponential of the entropy of the normalised eigenvalues: how many directions carry the curvature"
        >
          {formatNumber(facts.effectiveRank, 3)}
        </Fact>
        <Fact name="under damping" explanation="Share of the eigenvalues smaller than the damping: directions in which it decides">
          {formatShare(facts.shareUnderDamping)}
        </Fact>
      </dl>
      <div className="factor-part">
        {asTable ? (
          <DataTable
            caption={`${String(Math.min(TABLE_ROWS, size))} largest of ${String(size)} eigenvalues of ${symbol}`}
            columns={['index', 'eigenvalue', 'damped', 'share of trace so far']}
            rows={tableRows(factor)}
          />
        ) : (
          <>
            <span className="chart-axis-label">eigenvalue (solid), with damping added (dashed)</span>
            <SpectrumPlot
              name={`Spectrum of ${symbol}`}
              describedBy={`${id}-summary`}
              eigenvalues={factor.eigenvalues}
              damping={factor.damping}
            />
            <span className="chart-axis-label chart-axis-label-x">index, largest first</span>
            {facts.notFinite > 0 && (
              <p className="chart-note">{facts.notFinite} eigenvalues are not finite: the factor cannot be inverted.</p>
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
          {heatmap.side < size
            ? `, averaged over cells of ${formatNumber(size / heatmap.side, 3)} × ${formatNumber(size / heatmap.side, 3)}`
            : ''}
        </span>
        <MatrixCanvas name={`Entries of ${symbol}`} values={heatmap.values} side={heatmap.side} scaling={heatmapScaling} size={size} />
      </div>
      <p id={`${id}-summary`} className="chart-hidden">
        {summary}
      </p>
    </section>
  );
});

function Fact({ name, explanation, children }: { readonly name: string; readonly explanation: string; readonly children: string }) {
  return (
    <div>
      <dt>
        <Hint explanation={explanation}>{name}</Hint>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function tableRows({ eigenvalues, damping }: FactorInspection): string[][] {
  const trace = eigenvalues.reduce((sum, eigenvalue) => sum + eigenvalue, 0);
  let sum = 0;
  return Array.from(eigenvalues.subarray(0, TABLE_ROWS), (eigenvalue, index) => {
    sum += eigenvalue;
    return [String(index + 1), formatNumber(eigenvalue), formatNumber(eigenvalue + damping), formatShare(sum / trace)];
  });
}
