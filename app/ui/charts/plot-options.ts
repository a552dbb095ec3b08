import uPlot from 'uplot';
import { xTick, xTicks } from './axis-words.ts';
import { drawable, type ChartFrame } from './chart-frame.ts';
import { formatTick } from './tick-format.ts';
import { drawEndLabels, drawMarks, labelRoom, lineWidth } from './plot-marks.ts';
import type { ThemeColors } from './theme-colors.ts';
import { axisTicks } from './ticks.ts';

/** What the drawing asks back of its owner while it lives. */
export interface PlotOwner {
  readonly frame: () => ChartFrame;
  readonly resolve: (color: string) => string;
  /** The pointer is at this place of the x axis; null when it has left. */
  readonly onHover: (x: number | null) => void;
  readonly onZoom: (range: readonly [minimum: number, maximum: number] | null) => void;
}

/** Options of the uPlot drawing of a frame; axes and ranges follow the owner's newest frame. */
export function plotOptions(owner: PlotOwner, theme: ThemeColors, width: number, height: number): uPlot.Options {
  const first = owner.frame();
  const scale = theme.textScale;
  const font = `${String(12 * scale)}px ${theme.font}`;
  const axis = { stroke: theme.muted, font, grid: { stroke: theme.rule, width: 1 }, border: { show: false } };
  return {
    width,
    height,
    padding: [12, () => labelRoom(owner.frame(), theme, width), 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [...owner.frame().xRange] },
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot's const enum has no value that an isolated module can read
      y: { distr: first.yScale === 'log' ? 3 : 1, range: () => [...owner.frame().yRange] },
    },
    axes: [
      {
        ...axis,
        size: 32 * scale,
        grid: { show: false },
        border: { show: true, stroke: theme.muted, width: 1 },
        ticks: { stroke: theme.muted, width: 1, size: 5 },
        splits: (plot, _axis, low, high) => xTicks(first.xAxis, low, high, plot.bbox.width / devicePixelRatio / (90 * scale)),
        values: (_plot, ticks) => ticks.map((tick) => xTick(first.xAxis, tick, owner.frame().xRange[1])),
      },
      {
        ...axis,
        size: (_plot, labels: string[] | null) => 16 + 7 * scale * Math.max(4, ...(labels ?? []).map((label) => label.length)),
        ticks: { show: false },
        filter: (_plot, ticks) => ticks,
        splits: (plot, _axis, low, high) =>
          axisTicks(first.yScale, low, high, Math.max(3, plot.bbox.height / devicePixelRatio / (44 * scale))),
        values: (_plot, ticks) => ticks.map(formatTick),
      },
    ],
    series: [
      {},
      ...first.lines.map((line) => ({
        scale: 'y',
        stroke: owner.resolve(line.color),
        width: line.faint ? 1 : lineWidth(theme),
        alpha: line.faint ? 0.3 : 1,
        dash: line.faint ? [] : [...line.dash],
        points: { show: false },
      })),
    ],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 6 },
      bind: {
        dblclick: () => () => {
          owner.onZoom(null);
          return null;
        },
      },
      // Every chart with this x axis shows the same moment.
      sync: { key: `metric-${first.xAxis}`, setSeries: false, filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } },
    },
    hooks: {
      setCursor: [
        (plot) => {
          const left = plot.cursor.left ?? -1;
          owner.onHover(left >= 0 ? plot.posToVal(left, 'x') : null);
        },
      ],
      setSelect: [
        (plot) => {
          if (plot.select.width < 6) return;
          owner.onZoom([plot.posToVal(plot.select.left, 'x'), plot.posToVal(plot.select.left + plot.select.width, 'x')]);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      draw: [
        (plot) => {
          const frame = owner.frame();
          drawMarks(plot, frame, owner.resolve, theme);
          drawEndLabels(plot, frame, owner.resolve, theme);
        },
      ],
    },
  };
}

/** The frame's lines on one shared x column; a value that has no place on the axis breaks its line. */
export function plotData(frame: ChartFrame): uPlot.AlignedData {
  return uPlot.join(
    frame.lines.map(({ points }) => {
      // The join tells points apart by x, so equal ones are moved apart by less than a pixel can show.
      const nudge = (frame.xRange[1] - frame.xRange[0]) * 1e-9;
      let before = -Infinity;
      const x = points.x.map((value) => (before = value > before ? value : before + nudge));
      return [x, points.y.map((value) => (drawable(value, frame.yScale) ? value : null))];
    }),
  );
}
