import { describe, expect, it } from 'vitest';
import { chartFrame } from './chart-frame.ts';
import type { XAxis } from '../../state/view-settings.ts';
import type { ChartSeries } from './chart-series.ts';
import { chartSvg } from './chart-svg.ts';
import { chartCsv, chartRows, chartSummary } from './chart-text.ts';
import { spreadLabels } from './spread-labels.ts';
import { formatTick, formatTickCount } from './tick-format.ts';

function series(values: readonly number[], name = 'K-FAC'): ChartSeries {
  const steps = Float64Array.from(values, (_, index) => index + 1);
  return {
    arm: 0,
    name,
    steps,
    seconds: steps.map((step) => step / 100),
    values: Float64Array.from(values),
    color: '#0072B2',
    dash: '8 4',
    batches: [{ start: 0, batchSize: 10, stepsPerEpoch: 2 }],
  };
}
const view = { xAxis: 'step', yScale: 'linear', smoothing: 0, zoom: null } as const;

describe('chartFrame', () => {
  it('is null without a point', () => {
    expect(chartFrame([series([])], view)).toBeNull();
  });

  it('places points by step, epoch, examples or seconds', () => {
    const last = (xAxis: XAxis): number | undefined => chartFrame([series([3, 2, 1])], { ...view, xAxis })?.lines[0]?.points.x.at(-1);
    expect([last('step'), last('epoch'), last('examples'), last('seconds')]).toEqual([3, 1.5, 30, 0.03]);
  });

  it('places points of a growing batch by what its steps have shown', () => {
    const batches = [
      { start: 0, batchSize: 10, stepsPerEpoch: 4 },
      { start: 2, batchSize: 20, stepsPerEpoch: 2 },
    ];
    const grown = { ...series([4, 3, 2, 1]), batches };
    const at = (xAxis: XAxis): readonly number[] | undefined => chartFrame([grown], { ...view, xAxis })?.lines[0]?.points.x;
    expect(at('examples')).toEqual([10, 20, 40, 60]);
    expect(at('epoch')).toEqual([0.25, 0.5, 1, 1.5]);
    expect(chartCsv([grown], 'loss').split('\n')[4]).toBe('K-FAC,4,1.5,60,0.04,1');
  });

  it('marks every value that is not finite and leaves it out of the range', () => {
    const frame = chartFrame([series([1, NaN, 2, Infinity])], view);
    expect(frame?.markers.map((marker) => [marker.x, marker.value])).toEqual([
      [2, NaN],
      [4, Infinity],
    ]);
    expect(frame?.yRange[1]).toBeLessThan(3);
    expect(frame?.ends[0]).toMatchObject({ x: 3, y: 2 });
  });

  it('counts what a log axis cannot show', () => {
    expect(chartFrame([series([1, 0, -1, 0.1])], { ...view, yScale: 'log' })?.hidden).toBe(2);
  });

  it('draws the measured values faint under the average', () => {
    const frame = chartFrame([series([1, 2, 3])], { ...view, smoothing: 0.5 });
    expect(frame?.lines.map((line) => line.faint)).toEqual([true, false]);
  });
});

describe('a chart in words and files', () => {
  it('tells latest, lowest and highest value and what is not finite', () => {
    expect(chartSummary([series([3, 1, NaN, 2])], 'step')).toBe(
      'K-FAC: 2.000 at step 4, lowest 1.000 at step 2, highest 3.000 at step 1, 1 of 4 values are not finite.',
    );
  });

  it('lists evenly spread rows and leaves out an arm that has ended', () => {
    const rows = chartRows([series([5, 4, 3, 2, 1]), series([9, 8], 'SGD')], 'step', 3);
    expect(rows).toEqual([
      ['1', '5.000', '9.000'],
      ['3', '3.000', '–'],
      ['5', '1.000', '–'],
    ]);
  });

  it('writes every value to CSV and quotes names', () => {
    expect(chartCsv([series([1, NaN], 'SGD, momentum')], 'loss')).toBe(
      'arm,step,epoch,examples,seconds,loss\n"SGD, momentum",1,0.5,10,0.01,1\n"SGD, momentum",2,1,20,0.02,NaN\n',
    );
  });

  it('draws an SVG that breaks its line at NaN and escapes names', () => {
    const frame = chartFrame([series([1, 2, NaN, 2, 1], 'a<b')], view);
    const style = { title: 'Loss & more', yLabel: 'loss', ink: '#000', muted: '#555', rule: '#ddd', paper: '#fff', font: 'sans-serif' };
    const svg = frame === null ? '' : chartSvg(frame, style);
    expect(svg).toContain('Loss &amp; more');
    expect(svg).toContain('a&lt;b');
    expect(/<path d="M[^"M]*M[^"M]*" stroke="#0072B2"/.test(svg)).toBe(true);
  });
});

describe('labels', () => {
  it('are moved apart in the order of their anchors', () => {
    expect(spreadLabels([50, 52, 51], 10, 0, 100)).toEqual([50, 70, 60]);
    expect(spreadLabels([98, 99], 10, 0, 100)).toEqual([90, 100]);
  });

  it('of ticks have as many digits as they need', () => {
    expect([0, 0.001, 0.2, 5000, 1e-4, 3e-5, 2e6].map(formatTick)).toEqual(['0', '0.001', '0.2', '5000', '10⁻⁴', '3·10⁻⁵', '2·10⁶']);
    expect([500, 2000, 20_000, 1_500_000].map(formatTickCount)).toEqual(['500', '2,000', '20k', '1.5M']);
  });
});
