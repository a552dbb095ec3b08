import { useMemo, type ReactElement } from 'react';
import type { SeriesView } from '../state/series.ts';
import { standings } from '../state/standings.ts';
import { useLabState } from '../state/use-lab.ts';
import { armStyles } from './arm-style.ts';
import type { ChartSeries } from './charts/chart-series.ts';
import { MetricChart } from './charts/metric-chart.tsx';
import { formatCount } from './format.ts';
import { PanelBoundary } from './kit/panel-boundary.tsx';
import { metricName, metricUnit } from './metric-words.ts';
import { RaceControls } from './race-controls.tsx';
import { raceSentence } from './race-sentence.ts';
import { statusText } from './status-text.ts';
import { visibleText } from './visible-text.ts';

/** The race: one metric of all arms, what can be changed about the view of it, and its outcome so far in a sentence. */
export function RaceChart(): ReactElement {
  const run = useLabState((state) => state.run);
  const view = useLabState((state) => state.view);
  const version = useLabState((state) => state.version);
  const series = useChartSeries();
  const loading = run.status.kind === 'loading';
  return (
    <section className="race" aria-labelledby="race-title">
      <h2 id="race-title" className="visually-hidden">
        Race
      </h2>
      <RaceControls />
      <div className="race-figure">
        {loading ? (
          <p className="race-loading">{statusText(run)}</p>
        ) : (
          <PanelBoundary name="The chart">
            <MetricChart
              key={run.id}
              title={metricName(view.metric, run.task)}
              yLabel={metricUnit(view.metric, run.task)}
              xAxis={view.xAxis}
              yScale={view.yScale}
              smoothing={view.smoothing}
              series={series}
              growing={run.playing}
              version={version}
            />
          </PanelBoundary>
        )}
      </div>
      <PanelBoundary name="The outcome">
        <Outcome />
      </PanelBoundary>
      <DataNotes notes={run.notes} />
    </section>
  );
}

/** What the data are not as a person may think. */
function DataNotes({ notes }: { readonly notes: readonly string[] }): ReactElement | null {
  if (notes.length === 0) return null;
  return (
    <ul className="data-notes" aria-label="Notes on the data">
      {notes.map((note) => (
        <li key={note}>{visibleText(note, 300)}</li>
      ))}
    </ul>
  );
}

/** The computed sentence, on evaluations of the same training examples. */
function Outcome(): ReactElement {
  const run = useLabState((state) => state.run);
  const curves = run.metrics.arms.filter((_, index) => !run.arms[index]?.stopped || (run.arms[index].evaluation?.step ?? 0) > 0);
  const result = standings(curves.map((arm) => arm.trainLoss));
  if (!result) {
    const at = run.spec === null ? '' : `, at step ${formatCount(run.spec.evaluation.every)}`;
    return <p className="outcome outcome-empty">The outcome is computed at the first evaluation after the start{at}.</p>;
  }
  return (
    <p className="outcome">
      {raceSentence(result)}
      {run.adapter?.software && result.behind.length === 0 ? (
        <span className="outcome-note"> Times are those of a software adapter.</span>
      ) : null}
    </p>
  );
}

/** The curves on view with the looks of their arms, made anew whenever points were added. */
function useChartSeries(): readonly ChartSeries[] {
  const metrics = useLabState((state) => state.run.metrics);
  const spec = useLabState((state) => state.run.spec);
  const batches = useLabState((state) => state.run.batches);
  const metric = useLabState((state) => state.view.metric);
  const version = useLabState((state) => state.version);
  return useMemo(() => {
    const styles = armStyles((spec?.arms ?? []).map((arm) => ({ optimizer: arm.optimizer.kind })));
    return metrics.arms.map((arm, index) => {
      const { color, dash } = styles[index] ?? { color: 'var(--ink)', dash: '' };
      return { ...snapshot(arm[metric], version), color, dash, batches };
    });
  }, [metrics, spec, metric, batches, version]);
}

/** The points of a growing curve as they were at a version of the store. */
function snapshot({ arm, name, steps, seconds, values }: SeriesView, _version: number): SeriesView {
  return { arm, name, steps, seconds, values };
}
