import type { Dataset, RowSplit } from '../dataset.ts';
import { RandomStream } from './random-stream.ts';

const SIDE = 28;
const MARGIN = 4;
const SEGMENTS = 24;
/** Half the width of the stroke, pixels. */
const HALF_WIDTH = 0.6;
const REACH = HALF_WIDTH + 0.5;

/**
 * Grey images `[28, 28]` of smooth curves, after the CURVES set of Hinton & Salakhutdinov (2006): a parabola through three
 * random control points, drawn anti-aliased in bytes. The input is the target.
 */
export function makeCurves(trainExamples: number, testExamples: number, seed: number): Dataset<RowSplit> {
  return {
    task: { kind: 'reconstruction', inputs: { kind: 'image', width: SIDE, height: SIDE, channels: 1 } },
    train: makeSplit(trainExamples, new RandomStream(seed, 'curves train')),
    test: makeSplit(testExamples, new RandomStream(seed, 'curves test')),
  };
}

function makeSplit(count: number, random: RandomStream): RowSplit {
  const features = SIDE * SIDE;
  const inputs = new Uint8Array(count * features);
  const coordinate = (): number => random.uniform(MARGIN, SIDE - MARGIN);
  for (let index = 0; index < count; index++) {
    const x = [coordinate(), coordinate(), coordinate()] as const;
    const y = [coordinate(), coordinate(), coordinate()] as const;
    drawCurve(inputs.subarray(index * features, (index + 1) * features), x, y);
  }
  return { count, features, inputs, labels: null };
}

type Controls = readonly [first: number, middle: number, last: number];

function drawCurve(image: Uint8Array, x: Controls, y: Controls): void {
  let fromX = x[0];
  let fromY = y[0];
  for (let segment = 1; segment <= SEGMENTS; segment++) {
    const toX = parabola(x, segment / SEGMENTS);
    const toY = parabola(y, segment / SEGMENTS);
    drawSegment(image, fromX, fromY, toX, toY);
    fromX = toX;
    fromY = toY;
  }
}

/** The quadratic through the three values at 0, ½ and 1. */
function parabola([first, middle, last]: Controls, at: number): number {
  return first * (1 - at) * (1 - 2 * at) + 4 * middle * at * (1 - at) + last * at * (2 * at - 1);
}

/** Brightens the pixels near a segment by how far it covers them; a pixel keeps its brightest value. */
function drawSegment(image: Uint8Array, fromX: number, fromY: number, toX: number, toY: number): void {
  const left = Math.max(0, Math.floor(Math.min(fromX, toX) - REACH));
  const right = Math.min(SIDE - 1, Math.floor(Math.max(fromX, toX) + REACH));
  const top = Math.max(0, Math.floor(Math.min(fromY, toY) - REACH));
  const bottom = Math.min(SIDE - 1, Math.floor(Math.max(fromY, toY) + REACH));
  const alongX = toX - fromX;
  const alongY = toY - fromY;
  const squaredLength = alongX * alongX + alongY * alongY;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const offsetX = column + 0.5 - fromX;
      const offsetY = row + 0.5 - fromY;
      const projection = squaredLength > 0 ? (offsetX * alongX + offsetY * alongY) / squaredLength : 0;
      const nearest = projection < 0 ? 0 : projection > 1 ? 1 : projection;
      const awayX = offsetX - nearest * alongX;
      const awayY = offsetY - nearest * alongY;
      const squaredDistance = awayX * awayX + awayY * awayY;
      if (squaredDistance >= REACH * REACH) continue;
      const cover = Math.min(1, REACH - Math.sqrt(squaredDistance));
      const pixel = row * SIDE + column;
      const value = Math.round(255 * cover);
      if (value > image[pixel]!) image[pixel] = value;
    }
  }
}
