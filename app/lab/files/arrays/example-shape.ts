import { sizeOf, type Shape } from '../../../../gpu/graph/tensor.ts';
import type { FileSpec } from '../../file-spec.ts';
import { MAX_SIDE } from '../../spec-limits.ts';
import type { ImageChannels } from '../../task.ts';

/** An image where the shape is that of one, `[n, h, w]`, `[n, h, w, 1]`, `[n, 1, h, w]` or `[n, h, w, 3]`; else a row of numbers. */
export function shapeOfExample([, ...example]: Shape, task: FileSpec['target']['kind']): FileSpec['inputs'] {
  const image = imageOf(example);
  if (image !== null && isSide(image.height) && isSide(image.width)) return { kind: 'image', ...image };
  const size = sizeOf(example);
  return size === 2 && task === 'class' ? { kind: 'point' } : { kind: 'vector', size };
}

interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: ImageChannels;
}

function imageOf([first = 0, second = 0, ...rest]: Shape): Image | null {
  const [third] = rest;
  if (third === undefined) return { height: first, width: second, channels: 1 };
  if (rest.length > 1) return null;
  if (third === 1 || (third === 3 && first > 1)) return { height: first, width: second, channels: third };
  return first === 1 ? { height: second, width: third, channels: 1 } : null;
}

function isSide(extent: number): boolean {
  return extent > 1 && extent <= MAX_SIDE;
}
