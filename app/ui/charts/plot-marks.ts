import type uPlot from 'uplot';
import { drawable, type ChartFrame } from './chart-frame.ts';
import { formatNumber } from '../format.ts';
import { spreadLabels } from './spread-labels.ts';
import type { ThemeColors } from './theme-colors.ts';

const LABEL_HEIGHT = 16;
const SAMPLE = 18;
/** Below this width, CSS px, labels would take too much from the picture; the readout above it names the lines. */
const LEAST_LABELLED = 480;
/** Room for half of the last tick's label, CSS px. */
const PLAIN_MARGIN = 12;

/** Width of a line, CSS px: wider where the page is set large, for a lecture hall. */
export function lineWidth(theme: ThemeColors): number {
  return theme.textScale > 1.1 ? 3 : 2;
}

/** Room that the labels at the line ends need, CSS px, at most a quarter of the width; hardly any where there are none. */
export function labelRoom(frame: ChartFrame, theme: ThemeColors, width: number): number {
  if (width < LEAST_LABELLED) return PLAIN_MARGIN;
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  context.font = `${String(13 * theme.textScale)}px ${theme.font}`;
  const longest = Math.max(0, ...frame.ends.map((end) => context.measureText(end.name).width));
  return Math.min(Math.ceil(longest) + SAMPLE + 20, width / 4);
}

/**
 * Writes each line's name at its end, beside a sample of its dashes: in the margin, or, where a line ends well before the last x, inside the
 * picture with the paper showing round the letters. A narrow picture has no labels.
 */
export function drawEndLabels(plot: uPlot, frame: ChartFrame, resolve: (color: string) => string, theme: ThemeColors): void {
  if (plot.width < LEAST_LABELLED) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const height = LABEL_HEIGHT * ratio * theme.textScale;
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.font = `${String(13 * ratio * theme.textScale)}px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.lineJoin = 'round';
  const placed = frame.ends.map((end) => {
    const x = plot.valToPos(end.x, 'x', true);
    const width = (SAMPLE + 20) * ratio + ctx.measureText(end.name).width;
    return { ...end, at: x, y: plot.valToPos(end.y, 'y', true), early: x + width < right };
  });
  for (const early of [false, true]) {
    const group = placed.filter((end) => end.early === early);
    const heights = spreadLabels(
      // An early label stands above its end, off the lines that go on.
      group.map((end) => Math.min(Math.max(end.y - (early ? height : 0), bbox.top), bbox.top + bbox.height)),
      height,
      bbox.top,
      bbox.top + bbox.height - (early ? height : 0),
    );
    group.forEach((end, index) => {
      const y = heights[index] ?? 0;
      const x = (early ? end.at : right) + 8 * ratio;
      const textX = x + (SAMPLE + 6) * ratio;
      const words = early ? end.name : shortened(ctx, end.name, ctx.canvas.width - textX - 2 * ratio);
      ctx.setLineDash([]);
      if (early) {
        ctx.strokeStyle = theme.paper;
        ctx.lineWidth = 5 * ratio;
        ctx.strokeText(words, textX, y);
        ctx.beginPath();
        ctx.moveTo(x, y);
        ctx.lineTo(x + SAMPLE * ratio, y);
        ctx.stroke();
      }
      ctx.strokeStyle = resolve(end.color);
      if (early || end.at > right - 24 * ratio) {
        ctx.lineWidth = ratio;
        ctx.globalAlpha = 0.6;
        ctx.beginPath();
        ctx.moveTo(end.at, end.y);
        ctx.lineTo(x, y);
        ctx.stroke();
        ctx.globalAlpha = 1;
      }
      ctx.lineWidth = lineWidth(theme) * ratio;
      ctx.setLineDash(end.dash.map((length) => length * ratio));
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x + SAMPLE * ratio, y);
      ctx.stroke();
      ctx.fillStyle = theme.ink;
      ctx.fillText(words, textX, y);
    });
  }
  ctx.restore();
}

/** Marks values that are not finite with a cross at the frame, and lone points, which no line reaches, with a dot. */
export function drawMarks(plot: uPlot, frame: ChartFrame, resolve: (color: string) => string, theme: ThemeColors): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineWidth = 2 * ratio;
  ctx.font = `${String(12 * ratio * theme.textScale)}px ${theme.font}`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'center';
  const size = 4 * ratio;
  let written = -Infinity;
  for (const marker of [...frame.markers].sort((a, b) => a.x - b.x)) {
    const x = plot.valToPos(marker.x, 'x', true);
    const y = marker.value === -Infinity ? bbox.top + bbox.height - 3 * size : bbox.top + 2 * size;
    ctx.strokeStyle = resolve(marker.color);
    ctx.beginPath();
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
    if (x - written < 40 * ratio) continue;
    written = x;
    ctx.fillStyle = theme.ink;
    const half = 14 * ratio;
    ctx.fillText(formatNumber(marker.value), Math.min(Math.max(x, bbox.left + half), bbox.left + bbox.width - half), y + 1.8 * size);
  }
  for (const line of frame.lines) {
    if (line.faint) continue;
    const { x, y } = line.points;
    ctx.fillStyle = resolve(line.color);
    y.forEach((value, index) => {
      const alone = !drawable(y[index - 1] ?? NaN, frame.yScale) && !drawable(y[index + 1] ?? NaN, frame.yScale);
      if (!alone || !drawable(value, frame.yScale)) return;
      ctx.beginPath();
      ctx.arc(plot.valToPos(x[index] ?? NaN, 'x', true), plot.valToPos(value, 'y', true), 3 * ratio, 0, 2 * Math.PI);
      ctx.fill();
    });
  }
  ctx.restore();
}

function shortened(context: CanvasRenderingContext2D, words: string, room: number): string {
  if (context.measureText(words).width <= room) return words;
  let end = words.length - 1;
  while (end > 1 && context.measureText(`${words.slice(0, end)}…`).width > room) end--;
  return `${words.slice(0, end).trimEnd()}…`;
}
