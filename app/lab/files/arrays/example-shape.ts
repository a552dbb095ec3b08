import { sizeOf, type Shape } from '../../../../gpu/graph/tensor.ts';
import type { FileSpec } from '../../file-spec.ts';
import { MAX_SIDE } from '../../spec-limits.ts';

/** An image where the shape is that of one, `[n, h, w]`, `[n, h, w, 1]` or `[n, 1, h, w]`; else a row of numbers. */
export function shapeOfExample([, ...example]: Shape, task: FileSpec['target']['kind']): FileSpec['inputs'] {
  const [height, width] = example.length === 3 ? (example[2] === 1 ? example : example.slice(1)) : example;
  const isImage = example.length === 2 || (example.length === 3 && (example[0] === 1 || example[2] === 1));
  if (isImage && height !== undefined && width !== undefined && height > 1 && width > 1 && height <= MAX_SIDE && width <= MAX_SIDE) {
    return { kind: 'image', width, height };
  }
  const size = sizeOf(example);
  return size === 2 && task === 'class' ? { kind: 'point' } : { kind: 'vector', size };
}
