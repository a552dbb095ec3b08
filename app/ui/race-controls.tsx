import type { ReactElement } from 'react';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import type { Scaling, XAxis } from '../state/view-settings.ts';
import { useLab, useLabState } from '../state/use-lab.ts';
import { Choice } from './kit/choice.tsx';
import { Segmented, type Segment } from './kit/segmented.tsx';
import { metricOptions } from './metric-words.ts';

const STEP: Segment<XAxis> = { value: 'step', label: 'Step' };
const SECONDS: Segment<XAxis> = { value: 'seconds', label: 'Seconds' };
const X_AXES: readonly Segment<XAxis>[] = [STEP, { value: 'epoch', label: 'Epoch' }, { value: 'examples', label: 'Examples' }, SECONDS];
const Y_SCALES: readonly Segment<Scaling>[] = [
  { value: 'linear', label: 'Linear' },
  { value: 'log', label: 'Log' },
];

/** What can be changed about the view of the race; in class mode only whether steps or seconds count. */
export function RaceControls(): ReactElement {
  const lab = useLab();
  const view = useLabState((state) => state.view);
  const task = useLabState((state) => state.run.task);
  const inClass = view.mode === 'class';
  const horizontal = (
    <Segmented
      label="Horizontal axis"
      segments={inClass ? [STEP, SECONDS] : X_AXES}
      value={view.xAxis}
      onChange={(xAxis) => lab.setView({ xAxis })}
    />
  );
  if (inClass) return <div className="race-controls">{horizontal}</div>;
  return (
    <div className="race-controls">
      <Choice label="Curve" labelHidden options={metricOptions(task)} value={view.metric} onChange={(metric) => lab.setView({ metric })} />
      {horizontal}
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
  );
}
