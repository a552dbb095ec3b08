import { memo, useCallback, useId, useMemo, useRef, useState } from 'react';
import { xAxisLabel } from './axis-words.ts';
import { chartFrame } from './chart-frame.ts';
import type { Scaling, XAxis } from '../../state/view-settings.ts';
import type { ChartSeries } from './chart-series.ts';
import { ChartTools } from './chart-tools.tsx';
import { chartRows, chartSummary } from './chart-text.ts';
import './charts.css';
import { DataTable } from './data-table.tsx';
import { LinePlot } from './line-plot.tsx';
import { Readout } from './readout.tsx';
import { useThrottled } from './use-throttled.ts';

/** Shortest time between two drawings of growing data, ms. */
const REDRAW_INTERVAL = 250;
/** Shortest time between two wordings of the summary, ms: it reads every point, and nobody listens faster. */
const SUMMARY_INTERVAL = 5000;
const TABLE_ROWS = 40;

export interface MetricChartProps {
  readonly title: string;
  /** Quantity and unit of the values. */
  readonly yLabel: string;
  readonly xAxis: XAxis;
  readonly yScale: Scaling;
  /** Weight of the past in the moving average, 0 to 1. */
  readonly smoothing: number;
  readonly series: readonly ChartSeries[];
  /** Whether points are on their way. */
  readonly growing: boolean;
  /** Counts up whenever points were added. */
  readonly version: number;
}

/** A live line chart of one metric over all arms: drag to zoom, hover for values, as a table or a file on request. */
export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { title, yLabel, xAxis, yScale, smoothing, series, growing, version } = props;
  const id = useId();
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const [zoom, setZoom] = useState<{ readonly axis: XAxis; readonly range: readonly [number, number] } | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const newest = useMemo(() => ({ series, version }), [series, version]);
  const shown = useThrottled(newest, REDRAW_INTERVAL);

  const range = zoom?.axis === xAxis ? zoom.range : null;
  const frame = useMemo(
    () => chartFrame(shown.series, { xAxis, yScale, smoothing: Math.min(smoothing, 0.999), zoom: range }),
    [shown, xAxis, yScale, smoothing, range],
  );
  const told = useThrottled(newest, SUMMARY_INTERVAL);
  const summary = useMemo(() => chartSummary(told.series, xAxis), [told, xAxis]);
  const rows = useMemo(() => (asTable ? chartRows(shown.series, xAxis, TABLE_ROWS) : []), [asTable, shown, xAxis]);
  const zoomTo = useCallback(
    (next: readonly [number, number] | null) => {
      setZoom(next && { axis: xAxis, range: next });
    },
    [xAxis],
  );

  const xLabel = frame === null ? '' : xAxisLabel(xAxis, frame.xRange[1]);
  return (
    <figure className="chart">
      <figcaption className="chart-head">
        <span className="chart-title" id={`${id}-title`}>
          {title}
        </span>
        {frame !== null && (
          <ChartTools
            title={title}
            yLabel={yLabel}
            frame={frame}
            series={shown.series}
            canvas={canvas}
            zoomed={range !== null}
            onZoom={zoomTo}
            asTable={asTable}
            onTable={setAsTable}
          />
        )}
      </figcaption>
      {frame === null ? (
        <p className="chart-empty">No points yet. {growing ? 'The first are on their way.' : 'Press Play or Step to draw it.'}</p>
      ) : asTable ? (
        <DataTable
          caption={`${title}, ${yLabel}, by ${xLabel}: ${String(rows.length)} evenly spread points. The CSV file has every point kept.`}
          columns={[xLabel, ...shown.series.map((one) => one.name)]}
          rows={rows}
        />
      ) : (
        <>
          <Readout series={shown.series} xAxis={xAxis} at={hover} />
          <span className="chart-axis-label">
            {yLabel}
            {smoothing > 0 && ' · thin: measured, thick: moving average'}
          </span>
          <div role="img" aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`}>
            <LinePlot frame={frame} canvas={canvas} onHover={setHover} onZoom={zoomTo} />
          </div>
          <span className="chart-axis-label chart-axis-label-x">{xLabel}</span>
          {frame.hidden > 0 && <p className="chart-note">Values of zero or below have no place on a log axis and are not drawn.</p>}
        </>
      )}
      <p id={`${id}-summary`} className="chart-hidden">
        {summary}
      </p>
    </figure>
  );
});
