import { memo, useId } from 'react';
import type { LinkFactorInspection, LinkInspection, LinkOrigin } from '../../lab/inspection-event.ts';
import { DataTable } from '../charts/data-table.tsx';
import { SignedMatrix } from '../charts/signed-matrix.tsx';
import { formatCount, formatNumber, formatShare } from '../format.ts';
import { ExplainedPlot } from './explained-plot.tsx';
import { Fact } from './fact.tsx';

/** Shares listed in the table, from the top. */
const TABLE_ROWS = 20;

const PREDICTED: Readonly<Record<LinkFactorInspection['symbol'], string>> = {
  A: 'predicts the inputs',
  G: 'predicts the output gradients',
};

interface LinkViewProps {
  readonly link: LinkInspection;
  readonly layerName: string;
  readonly asTable: boolean;
}

/** What the layer above, or the time step before, tells of a gradient: Ψ = Ψ_A ⊗ Ψ_G, and how much of A and G that explains. */
export const LinkView = memo(function LinkView({ link, layerName, asTable }: LinkViewProps) {
  const id = useId();
  const { origin, factors } = link;
  // Of a direction a ⊗ g the product of the shares of a and g.
  const most = factors.reduce((product, { explained }) => product * (explained[0] ?? NaN), 1);
  return (
    <section className="link" aria-labelledby={id}>
      <h4 id={id} className="chart-title">
        {origin.kind === 'layer' ? `Link to ${origin.name}` : 'Chain in time'}{' '}
        <span className="section-note">
          {origin.kind === 'layer' ? '' : 'each step '}explains up to {formatShare(most)} of the damped curvature of {layerName}
          {origin.kind === 'layer' ? '' : ' at the next'} in a direction
        </span>
      </h4>
      <div className="curvature-factors">
        {factors.map((factor) => (
          <LinkFactorView key={factor.symbol} factor={factor} by={nameOf(origin)} asTable={asTable} />
        ))}
      </div>
    </section>
  );
});

interface LinkFactorViewProps {
  readonly factor: LinkFactorInspection;
  /** Who predicts it. */
  readonly by: string;
  readonly asTable: boolean;
}

function nameOf(origin: LinkOrigin): string {
  return origin.kind === 'layer' ? origin.name : 'the step before';
}

/** One factor of a link: what the origin explains of it, and the matrix by which it does. */
function LinkFactorView({ factor, by, asTable }: LinkFactorViewProps) {
  const id = useId();
  const { symbol, rows, columns, explained, heatmap } = factor;
  const isAveraged = heatmap.rows < rows || heatmap.columns < columns;
  return (
    <section className="factor" aria-labelledby={`${id}-name`}>
      <h5 id={`${id}-name`} className="factor-name">
        <Psi symbol={symbol} /> {PREDICTED[symbol]}
        <span className="factor-size">
          {formatCount(rows)} × {formatCount(columns)}
        </span>
      </h5>
      <dl className="factor-facts">
        <Fact name="most explained" explanation={`The largest share of a direction of ${symbol} that ${by} predicts`}>
          {formatShare(explained[0] ?? NaN)}
        </Fact>
        <Fact name="mean" explanation={`Share of the whole damped ${symbol} that ${by} predicts`}>
          {formatShare(mean(explained))}
        </Fact>
        <Fact name="directions" explanation={`Sum of the shares: of how many directions of ${symbol} the link speaks`}>
          {formatNumber(
            explained.reduce((sum, share) => sum + share, 0),
            3,
          )}
        </Fact>
      </dl>
      <div className="factor-part">
        {asTable ? (
          <DataTable
            caption={`${String(Math.min(TABLE_ROWS, rows))} largest of ${String(rows)} shares of ${symbol} explained by ${by}`}
            columns={['index', 'explained', 'left']}
            rows={Array.from(explained.subarray(0, TABLE_ROWS), (share, index) => [
              String(index + 1),
              formatNumber(share),
              formatNumber(1 - share),
            ])}
          />
        ) : (
          <>
            <span className="chart-axis-label">
              share of damped {symbol} explained by {by}
            </span>
            <ExplainedPlot name={`What ${by} explains of ${symbol}`} describedBy={`${id}-summary`} shares={explained} />
            <span className="chart-axis-label chart-axis-label-x">index, largest first</span>
          </>
        )}
      </div>
      <div className="factor-part">
        <span className="chart-axis-label">
          <Psi symbol={symbol} />, orange below zero, purple above
          {isAveraged
            ? `, averaged over cells of ${formatNumber(rows / heatmap.rows, 3)} × ${formatNumber(columns / heatmap.columns, 3)}`
            : ''}
        </span>
        <SignedMatrix name={`Entries of Ψ of ${symbol}`} heatmap={heatmap} rows={rows} columns={columns} />
      </div>
      <p id={`${id}-summary`} className="chart-hidden">
        {`${by} explains from ${formatShare(explained[0] ?? NaN)} down to ${formatShare(explained.at(-1) ?? NaN)} of the ${String(rows)} directions of damped ${symbol}.`}
      </p>
    </section>
  );
}

function Psi({ symbol }: Pick<LinkFactorInspection, 'symbol'>) {
  return (
    <span>
      <var>Ψ</var>
      <sub>{symbol}</sub>
    </span>
  );
}

function mean(shares: Float64Array): number {
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
