import type { PredictionsEvent } from '../../lab/predictions-event.ts';
import type { ThemeColors } from '../charts/theme-colors.ts';
import { formatTick } from '../charts/tick-format.ts';
import { linearTicks } from '../charts/ticks.ts';
import { blendedPixels, boundarySegments } from './boundary.ts';
import { classColor, classStyle, shapePath } from './class-styles.ts';

/** Room for tick labels, CSS px. */
const MARGIN = { left: 36, bottom: 28, top: 8, right: 12 };

/** Share of the class colours in the ground; the rest is paper, so that points stand out. */
const TINT = 0.45;

/** Draws a decision plane on a canvas of `width` CSS px, at the screen's own resolution. */
export function drawPlane(
  canvas: HTMLCanvasElement,
  plane: Extract<PredictionsEvent, { kind: 'plane' }>,
  theme: ThemeColors,
  width: number,
): void {
  const extent = width - MARGIN.left - MARGIN.right;
  const height = extent + MARGIN.top + MARGIN.bottom;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { side, classes, probabilities } = plane;
  const [low, high] = plane.extent;
  const placeX = (x: number): number => MARGIN.left + ((x - low) / (high - low)) * extent;
  const placeY = (y: number): number => MARGIN.top + (1 - (y - low) / (high - low)) * extent;
  context.scale(ratio, ratio);
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);

  const image = document.createElement('canvas');
  image.width = side;
  image.height = side;
  image.getContext('2d')?.putImageData(new ImageData(blendedPixels(probabilities, side, classes), side, side), 0, 0);
  context.globalAlpha = TINT;
  context.drawImage(image, MARGIN.left, MARGIN.top, extent, extent);
  context.globalAlpha = 1;

  context.save();
  context.beginPath();
  context.rect(MARGIN.left, MARGIN.top, extent, extent);
  context.clip();
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  context.lineCap = 'round';
  context.beginPath();
  const cell = extent / side;
  for (const [x1, y1, x2, y2] of boundarySegments(probabilities, side, classes)) {
    context.moveTo(MARGIN.left + (x1 + 0.5) * cell, MARGIN.top + extent - (y1 + 0.5) * cell);
    context.lineTo(MARGIN.left + (x2 + 0.5) * cell, MARGIN.top + extent - (y2 + 0.5) * cell);
  }
  context.stroke();
  const radius = plane.labels.length > 400 ? 2.5 : 3.5;
  plane.labels.forEach((label, index) => {
    const { shape } = classStyle(label);
    const outline = new Path2D(
      shapePath(shape, placeX(plane.points[2 * index] ?? NaN), placeY(plane.points[2 * index + 1] ?? NaN), radius),
    );
    const open = shape === 'plus' || shape === 'cross';
    context.lineWidth = open ? 3.5 : 1.5;
    context.strokeStyle = theme.paper;
    context.stroke(outline);
    context.lineWidth = open ? 2 : 0.75;
    context.strokeStyle = open ? classColor(label) : theme.ink;
    context.fillStyle = classColor(label);
    if (!open) context.fill(outline);
    context.stroke(outline);
  });
  context.restore();

  context.fillStyle = theme.muted;
  context.strokeStyle = theme.muted;
  context.font = `${String(12 * theme.textScale)}px ${theme.font}`;
  context.lineWidth = 1;
  for (const tick of linearTicks(low, high, 5)) {
    const x = Math.round(placeX(tick)) + 0.5;
    const y = Math.round(placeY(tick)) + 0.5;
    context.beginPath();
    context.moveTo(x, MARGIN.top + extent);
    context.lineTo(x, MARGIN.top + extent + 4);
    context.moveTo(MARGIN.left - 4, y);
    context.lineTo(MARGIN.left, y);
    context.stroke();
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.fillText(formatTick(tick), x, MARGIN.top + extent + 8);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillText(formatTick(tick), MARGIN.left - 8, y);
  }
}
