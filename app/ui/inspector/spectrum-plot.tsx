import { memo, useMemo } from 'react';
import { CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { formatTick } from '../charts/tick-format.ts';
import { formatNumber } from '../format.ts';
import { logTicks } from '../charts/ticks.ts';
import { indexAxis, MOST_POINTS, placedLine, SPECTRUM_AXIS } from './index-axis.ts';
import { spectrumPoints, spectrumRange } from './spectrum.ts';

interface SpectrumPlotProps {
  /** Accessible name. */
  readonly name: string;
  /** Id of the element that tells the spectrum in words. */
  readonly describedBy: string;
  /** Largest first. */
  readonly eigenvalues: Float64Array;
  /** How many there are, where `eigenvalues` is an even choice among them. */
  readonly count?: number;
  readonly damping: number;
}

/** Eigenvalues by their place on a log axis, what damping makes of them, and the damping line with all below it shaded. */
export const SpectrumPlot = memo(function SpectrumPlot({ name, describedBy, eigenvalues, count, damping }: SpectrumPlotProps) {
  const [low, high] = useMemo(() => spectrumRange(eigenvalues, damping), [eigenvalues, damping]);
  const size = count ?? eigenvalues.length;
  const points = useMemo(() => spectrumPoints(eigenvalues, damping, low, MOST_POINTS, size), [eigenvalues, damping, low, size]);
  const labelPlace = placeOfLabel(eigenvalues, damping, high / low);
  return (
    <div className="spectrum" role="img" aria-label={name} aria-describedby={describedBy}>
      <ResponsiveContainer width="100%" height={220} debounce={50}>
        <ComposedChart data={points} margin={{ top: 20, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--rule)" />
          <XAxis {...indexAxis(size)} />
          <YAxis
            {...SPECTRUM_AXIS}
            axisLine={false}
            type="number"
            scale="log"
            domain={[low, high]}
            ticks={logTicks(low, high, 5)}
            tickFormatter={formatTick}
            interval={0}
            width={48}
            allowDataOverflow
          />
          {damping > low && <ReferenceArea y1={low} y2={Math.min(damping, high)} fill="var(--ink)" fillOpacity={0.08} />}
          {damping > low && (
            <ReferenceLine
              y={damping}
              stroke="var(--ink)"
              strokeDasharray="2 3"
              label={{ value: `damping ${formatNumber(damping, 3)}`, position: labelPlace, fill: 'var(--ink)', fontSize: '0.75rem' }}
            />
          )}
          <Line
            dataKey="damped"
            stroke="var(--muted)"
            strokeWidth={1.5}
            strokeDasharray="5 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <Line dataKey="eigenvalue" {...placedLine(size)} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});

/** Share of the height that the label of the damping line takes. */
const LABEL_HEIGHT = 0.12;

/** Where neither line passes: under the damping line at the right where the spectrum ends well below, else above it. */
function placeOfLabel(eigenvalues: Float64Array, damping: number, range: number): 'insideTopRight' | 'insideBottomRight' | 'insideTopLeft' {
  const at = (share: number): number => Math.max(eigenvalues[Math.floor(share * eigenvalues.length)] ?? 0, damping / range);
  if (Math.log(damping / at(0.75)) > LABEL_HEIGHT * Math.log(range)) return 'insideTopRight';
  return at(0.5) < damping ? 'insideBottomRight' : 'insideTopLeft';
}
