import { xAxisLabel, xTick, xTicks } from './axis-words.ts';
import { drawable, type ChartFrame, type FrameLine } from './chart-frame.ts';
import { axisTicks } from './ticks.ts';
import { formatNumber } from '../format.ts';
import { formatTick } from './tick-format.ts';
import { spreadLabels } from './spread-labels.ts';

/** Colours and words that the data do not decide. */
export interface FigureStyle {
  readonly title: string;
  readonly yLabel: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly paper: string;
  readonly font: string;
}

const WIDTH = 960;
const HEIGHT = 540;
const LABEL_HEIGHT = 18;
const PLOT = { left: 72, right: WIDTH - 160, top: 72, bottom: HEIGHT - 56 };

/** The chart as a stand-alone SVG document for a paper or a slide. */
export function chartSvg(frame: ChartFrame, style: FigureStyle): string {
  const [xLow, xHigh] = frame.xRange;
  const transform = frame.yScale === 'log' ? Math.log10 : (value: number): number => value;
  const [yLow, yHigh] = [transform(frame.yRange[0]), transform(frame.yRange[1])];
  const placeX = (x: number): number => PLOT.left + ((x - xLow) / (xHigh - xLow)) * (PLOT.right - PLOT.left);
  const placeY = (y: number): number => PLOT.bottom - ((transform(y) - yLow) / (yHigh - yLow)) * (PLOT.bottom - PLOT.top);

  const ticks = xTicks(frame.xAxis, xLow, xHigh, 8);
  const grid = axisTicks(frame.yScale, frame.yRange[0], frame.yRange[1], 6).map((tick) => {
    const y = fixed(placeY(tick));
    return (
      `<line x1="${String(PLOT.left)}" x2="${String(PLOT.right)}" y1="${y}" y2="${y}" stroke="${style.rule}"/>` +
      text(PLOT.left - 8, placeY(tick) + 4, formatTick(tick), style.muted, 'end')
    );
  });
  const foot = ticks.map((tick) => {
    const x = fixed(placeX(tick));
    return (
      `<line x1="${x}" x2="${x}" y1="${String(PLOT.bottom)}" y2="${String(PLOT.bottom + 5)}" stroke="${style.muted}"/>` +
      text(placeX(tick), PLOT.bottom + 20, xTick(frame.xAxis, tick, xHigh), style.muted, 'middle')
    );
  });
  const lines = frame.lines.map((line) => path(line, frame, placeX, placeY));
  const markers = frame.markers.map((marker) => {
    const x = placeX(marker.x);
    const y = marker.value === -Infinity ? PLOT.bottom - 6 : PLOT.top + 6;
    const cross = `M${fixed(x - 4)} ${fixed(y - 4)}l8 8m0 -8l-8 8`;
    return `<path d="${cross}" stroke="${marker.color}" stroke-width="2" fill="none"/>${text(x, y + 18, formatNumber(marker.value), style.ink, 'middle')}`;
  });
  const labels = [false, true].flatMap((early) => {
    const group = frame.ends.filter((end) => early === placeX(end.x) + 48 + 7.5 * end.name.length < PLOT.right);
    const lift = early ? LABEL_HEIGHT : 0;
    const heights = spreadLabels(
      group.map((end) => placeY(end.y) - lift),
      LABEL_HEIGHT,
      PLOT.top,
      PLOT.bottom - lift,
    );
    return group.map((end, index) => {
      const y = heights[index] ?? 0;
      const x = (early ? placeX(end.x) : PLOT.right) + 8;
      const near = early || placeX(end.x) > PLOT.right - 24;
      const leadPath = `M${fixed(placeX(end.x))} ${fixed(placeY(end.y))}L${fixed(x)} ${fixed(y)}`;
      const lead = near ? `<path d="${leadPath}" stroke="${end.color}" fill="none"/>` : '';
      const sample = `<path d="M${fixed(x)} ${fixed(y)}h20" stroke="${end.color}" stroke-width="2" fill="none"${dash(end.dash)}/>`;
      const halo = early ? ` stroke="${style.paper}" stroke-width="5" paint-order="stroke" stroke-linejoin="round"` : '';
      return `${lead}${sample}${text(x + 26, y + 4, end.name, style.ink, 'start', halo)}`;
    });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" width="${String(WIDTH)}" height="${String(HEIGHT)}" ` +
      `font-family="${escaped(style.font)}" font-size="13" role="img" aria-label="${escaped(style.title)}">`,
    `<rect width="100%" height="100%" fill="${style.paper}"/>`,
    `<text x="${String(PLOT.left)}" y="28" font-size="17" font-weight="600" fill="${style.ink}">${escaped(style.title)}</text>`,
    text(PLOT.left, 52, style.yLabel, style.muted, 'start'),
    ...grid,
    `<line x1="${String(PLOT.left)}" x2="${String(PLOT.right)}" y1="${String(PLOT.bottom)}" y2="${String(PLOT.bottom)}" stroke="${style.muted}"/>`,
    ...foot,
    text((PLOT.left + PLOT.right) / 2, HEIGHT - 14, xAxisLabel(frame.xAxis, xHigh), style.muted, 'middle'),
    `<clipPath id="plot"><rect x="${String(PLOT.left)}" y="${String(PLOT.top)}" width="${String(PLOT.right - PLOT.left)}" height="${String(PLOT.bottom - PLOT.top)}"/></clipPath>`,
    `<g clip-path="url(#plot)">${lines.join('')}</g>`,
    ...markers,
    ...labels,
    '</svg>\n',
  ].join('\n');
}

function path(line: FrameLine, frame: ChartFrame, placeX: (x: number) => number, placeY: (y: number) => number): string {
  let pen = 'M';
  let d = '';
  line.points.y.forEach((value, index) => {
    if (!drawable(value, frame.yScale)) {
      pen = 'M';
      return;
    }
    d += `${pen}${fixed(placeX(line.points.x[index] ?? NaN))} ${fixed(placeY(value))}`;
    pen = 'L';
  });
  const weight = line.faint ? 'stroke-width="1" stroke-opacity="0.3"' : `stroke-width="2"${dash(line.dash)}`;
  return `<path d="${d}" stroke="${line.color}" fill="none" stroke-linejoin="round" ${weight}/>`;
}

function text(x: number, y: number, words: string, fill: string, anchor: 'start' | 'middle' | 'end', more = ''): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" fill="${fill}" text-anchor="${anchor}"${more}>${escaped(words)}</text>`;
}

function dash(lengths: readonly number[]): string {
  return lengths.length > 0 ? ` stroke-dasharray="${lengths.join(' ')}"` : '';
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
