import type { GraphLowering, Operand } from '../graph/node.ts';
import { formatShape, sizeOf, type Shape } from '../graph/tensor.ts';
import { ShapeError } from '../runtime/errors.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';

/** Rows and columns. */
export type Pair = readonly [vertical: number, horizontal: number];

/** Zeros around an image. */
export interface Padding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A window that slides over images. */
export interface PatchWindow {
  readonly kernel: Pair;
  /** How far the window moves; 1 when absent. */
  readonly stride?: Pair;
  /** None when absent. */
  readonly padding?: Padding;
  /** Distance between the rows and columns of the image, with zeros between them; 1 when absent. Padding lies outside these. */
  readonly inputDilation?: Pair;
}

const ONE: Pair = [1, 1];
const NONE: Padding = { top: 0, bottom: 0, left: 0, right: 0 };

/** Places of a window on an image of `[height, width]`, each at least 1. @throws ShapeError when the window does not fit. */
export function windowPlaces(name: string, size: Pair, window: PatchWindow): Pair {
  const { kernel, stride = ONE, padding: { top, bottom, left, right } = NONE, inputDilation = ONE } = window;
  const counts = [...size, ...kernel, ...stride, ...inputDilation];
  if (
    counts.some((count) => !(Number.isInteger(count) && count >= 1)) ||
    [top, bottom, left, right].some((zeros) => !(Number.isInteger(zeros) && zeros >= 0))
  ) {
    throw new ShapeError(
      `${name}: expected image, kernel, stride and dilation of whole numbers ≥ 1 and padding ≥ 0, got ${formatShape(size)} and ${JSON.stringify(window)}; correct the window`,
    );
  }
  const along = (axis: 0 | 1, zeros: number): number => {
    const extent = (size[axis] - 1) * inputDilation[axis] + 1 + zeros;
    if (extent < kernel[axis]) {
      throw new ShapeError(
        `${name}: expected a kernel of at most ${extent} along ${axis === 0 ? 'the height' : 'the width'}, got ${kernel[axis]} for an image of ${formatShape(size)}; shrink the kernel or pad the image`,
      );
    }
    return Math.floor((extent - kernel[axis]) / stride[axis]) + 1;
  };
  return [along(0, top + bottom), along(1, left + right)];
}

/** Shape of images. @throws ShapeError for other than four axes. */
export function imageShape(name: string, shape: Shape): readonly [images: number, height: number, width: number, channels: number] {
  if (shape.length !== 4) {
    throw new ShapeError(`${name}: expected images of [N, H, W, C], got ${formatShape(shape)}; reshape to four axes, channels last`);
  }
  return shape as readonly [number, number, number, number];
}

/** Images and the window that slides over them. */
export interface WindowedImages {
  readonly window: PatchWindow;
  /** `[N, H, W, C]`. */
  readonly images: Shape;
}

/**
 * One dispatch of a kernel around `shaders/patches/geometry.wgsl`, by vectors of four channels where these are whole: a
 * run of the fastest axis of the output's shape an invocation on CPUs, where divisions are dear; an element on GPUs, for coalesced
 * memory.
 */
export function windowKernels(
  { facts }: GraphLowering,
  shader: string,
  { window, images }: WindowedImages,
  sources: readonly Operand[],
  output: Operand,
  shape: Shape,
): Kernel<Operand>[] {
  const size = sizeOf(shape);
  if (size === 0) return [];
  const [, height, width, channels] = imageShape(shader, images);
  const unit = channels % 4 === 0 ? 4 : 1;
  const byRuns = facts.family !== 'workgroup';
  return [
    {
      shader: `${shader}${unit === 4 ? '-vector' : ''}.wgsl`,
      ...(byRuns ? { entryPoint: 'runs' } : {}),
      overrides: geometryOverrides([height, width], channels / unit, window),
      bindings: [...sources.map((source) => read(source)), readWrite(output)],
      workgroups: spread(byRuns ? Math.ceil(size / shape.at(-1)! / 64) : Math.ceil(size / unit / 256)),
    },
  ];
}

/** Overrides of `shaders/patches/geometry.wgsl`. */
function geometryOverrides([height, width]: Pair, channels: number, window: PatchWindow): Record<string, number> {
  const { kernel, stride = ONE, padding = NONE, inputDilation = ONE } = window;
  const places = windowPlaces('window', [height, width], window);
  return {
    ...{ HEIGHT: height, WIDTH: width, CHANNELS: channels, ROWS: places[0], COLUMNS: places[1] },
    ...{ KERNEL_ROWS: kernel[0], KERNEL_COLUMNS: kernel[1], STRIDE_Y: stride[0], STRIDE_X: stride[1] },
    ...{ TOP: padding.top, LEFT: padding.left, DILATION_Y: inputDilation[0], DILATION_X: inputDilation[1] },
  };
}
