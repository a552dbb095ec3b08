import { useMemo, type ReactElement } from 'react';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import type { Task } from '../lab/events.ts';
import type { MetricKind } from '../state/run-metrics.ts';
import { standings } from '../state/standings.ts';
import type { XAxis, YScale } from '../state/view-settings.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { armStyles } from './arm-style.ts';
import type { ChartSeries } from './charts/chart-series.ts';
import { MetricChart } from './charts/metric-chart.tsx';
import { Choice, type Option } from './kit/choice.tsx';
import { PanelBoundary } from './kit/panel-boundary.tsx';
import { Segmented, type Segment } from './kit/segmented.tsx';
import { raceSentence } from './race-sentence.ts';

const X_AXES: readonly Segment<XAxis>[] = [
  { value: 'step', label: 'Step' },
  { value: 'epoch', label: 'Epoch' },
  { value: 'examples', label: 'Examples' },
  { value: 'seconds', label: 'Seconds' },
];
const Y_SCALES: readonly Segment<YScale>[] = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
];

/** The race: one metric of all arms, what can be changed about the view of it, and its outcome so far in a sentence. */
export function RaceChart(): ReactElement {
  const lab = useLab();
  const run = useLabState((state) => state.run);
  const view = useLabState((state) => state.view);
  const version = useLabState((state) => state.version);
  const { metrics, spec, stepsPerEpoch, task } = run;
  const batchSize = spec?.batchSize ?? 1;
  const names = metricNames(task);
  const series = useMemo(() => {
    const styles = armStyles((spec?.arms ?? []).map((arm) => ({ optimizer: arm.optimizer.kind })));
    return metrics.arms.map((arm, index): ChartSeries => {
      const curve = arm[view.metric];
      const { color, dash } = styles[index] ?? { color: 'var(--ink)', dash: '' };
      return { ...seriesOf(curve), color, dash, batchSize, stepsPerEpoch };
    });
    // The curves change in place; the version tells when.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [metrics, spec, view.metric, batchSize, stepsPerEpoch, version]);
  return (
    <section className="race" aria-labelledby="race-title">
      <h2 id="race-title" className="visually-hidden">
        Race
      </h2>
      <div className="race-controls">
        <Choice label="Curve" labelHidden options={names} value={view.metric} onChange={(metric) => lab.setView({ metric })} />
        <Segmented label="Horizontal axis" segments={X_AXES} value={view.xAxis} onChange={(xAxis) => lab.setView({ xAxis })} />
        <Segmented label="Vertical scale" segments={Y_SCALES} value={view.yScale} onChange={(yScale) => lab.setView({ yScale })} />
        <Slider
          className="slider"
          minValue={0}
          maxValue={0.98}
          step={0.02}
          value={view.smoothing}
          onChange={(smoothing) => lab.setView({ smoothing })}
        >
          <Label className="slider-label">Smoothing</Label>
          <SliderTrack className="slider-track">
            <SliderThumb className="slider-thumb" />
          </SliderTrack>
          <SliderOutput className="slider-output" />
        </Slider>
      </div>
      <PanelBoundary name="The chart">
        <MetricChart
          title={names.find((option) => option.value === view.metric)?.label ?? ''}
          yLabel={unitOf(view.metric, task)}
          xAxis={view.xAxis}
          yScale={view.yScale}
          smoothing={view.smoothing}
          series={series}
          version={version}
        />
      </PanelBoundary>
      <Outcome />
    </section>
  );
}

/** The computed sentence, on evaluations of the same training examples. */
function Outcome(): ReactElement {
  const run = useLabState((state) => state.run);
  const curves = run.metrics.arms.filter((_, index) => !run.arms[index]?.stopped || (run.arms[index]?.evaluation?.step ?? 0) > 0);
  const result = standings(curves.map((arm) => arm.trainLoss));
  if (!result) return <p className="outcome outcome-empty">The outcome is computed at the first evaluation after the start.</p>;
  return (
    <p className="outcome">
      {raceSentence(result)}
      {run.adapter?.software ? <span className="outcome-note"> Times are those of a software adapter.</span> : null}
    </p>
  );
}

function seriesOf(curve: Pick<ChartSeries, 'arm' | 'name' | 'steps' | 'seconds' | 'values'>): Pick<ChartSeries, 'arm' | 'name' | 'steps' | 'seconds' | 'values'> {
  const { arm, name, steps, seconds, values } = curve;
  return { arm, name, steps, seconds, values };
}

function metricNames(task: Task | null): readonly Option<MetricKind>[] {
  const metric = task?.kind === 'reconstruction' ? 'squared error' : 'accuracy';
  return [
    { value: 'minibatchLoss', label: 'Minibatch loss', description: 'at every step, before it' },
    { value: 'trainLoss', label: 'Training loss', description: 'evaluated on fixed training examples' },
    { value: 'testLoss', label: 'Test loss', description: 'evaluated on the test split' },
    { value: 'trainMetric', label: `Training ${metric}`, description: 'evaluated on fixed training examples' },
    { value: 'testMetric', label: `Test ${metric}`, description: 'evaluated on the test split' },
  ];
}

function unitOf(metric: MetricKind, task: Task | null): string {
  if (metric !== 'trainMetric' && metric !== 'testMetric') return 'nats per example';
  return task?.kind === 'reconstruction' ? 'squared error per example' : 'share right, 0–1';
}
