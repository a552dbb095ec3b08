import { memo, useMemo } from 'react';
import { CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { indexAxis, MOST_POINTS, placedLine, SPECTRUM_AXIS } from './index-axis.ts';
import { spectrumPoints } from './spectrum.ts';

interface ExplainedPlotProps {
  /** Accessible name. */
  readonly name: string;
  /** Id of the element that tells it in words. */
  readonly describedBy: string;
  /** Shares 0–1, largest first. */
  readonly shares: Float64Array;
}

/** Shares by their place, on an axis from nothing to all. */
export const ExplainedPlot = memo(function ExplainedPlot({ name, describedBy, shares }: ExplainedPlotProps) {
  const points = useMemo(() => spectrumPoints(shares, 0, 0, MOST_POINTS), [shares]);
  return (
    <div className="spectrum" role="img" aria-label={name} aria-describedby={describedBy}>
      <ResponsiveContainer width="100%" height={220} debounce={50}>
        <ComposedChart data={points} margin={{ top: 20, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--rule)" />
          <XAxis {...indexAxis(shares.length)} />
          <YAxis
            {...SPECTRUM_AXIS}
            axisLine={false}
            type="number"
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            interval={0}
            width={48}
          />
          <Line dataKey="eigenvalue" {...placedLine(shares.length)} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});
