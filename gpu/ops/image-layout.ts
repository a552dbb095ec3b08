import type { Shape } from '../graph/tensor.ts';
import { read, readWrite, spread, type Kernel } from '../runtime/kernel.ts';
import type { LoweringContext } from '../runtime/lowering.ts';
import { imageShape, windowPlaces, type Pair, type PatchWindow, type WindowedImages } from './window-kernels.ts';

/** Stands for no place in memory, or no row. */
export const NONE = 0xffffffff;

/** How images lie for kernels that read patches from them; see `shaders/convolution/lay-out-body.wgsl`. */
export interface ImageLayout {
  /** Places of the window on all images: rows of the patches. */
  readonly places: number;
  /** Where each vec4 of a patch lies, in vec4s from its first pixel on. */
  readonly taps: Uint32Array;
  /** The column of the patches that each element of these vec4s is; NONE for what fills up a vec4. */
  readonly columns: Uint32Array;
  /** Rows and columns of the window's places, what it moves by, and a laid-out image's pixels and their vec4s. */
  readonly geometry: {
    readonly places: Pair;
    readonly stride: Pair;
    readonly size: Pair;
    readonly vectors: number;
  };
  /** Whether images lie so already. */
  readonly asStored: boolean;
}

/** Height and width of laid-out images, and what of a patch one of their pixels holds. */
interface Grid {
  readonly size: Pair;
  readonly kernel: Pair;
  /** Floats that count, and all of them in vec4s. */
  readonly filled: number;
  readonly vectors: number;
}

export function imageLayout({ images, window }: WindowedImages): ImageLayout {
  const [count, height, width] = imageShape('patches', images);
  const { stride = [1, 1] } = window;
  const [rows, columns] = windowPlaces('patches', [height, width], window);
  const { size, kernel, filled, vectors } = gridOf({ images, window });
  const taps: number[] = [];
  const columnsOf: number[] = [];
  for (let row = 0; row < kernel[0]; row++) {
    for (let column = 0; column < kernel[1]; column++) {
      for (let vector = 0; vector < vectors; vector++) {
        taps.push((row * size[1] + column) * vectors + vector);
        for (let e = 0; e < 4; e++) {
          const element = vector * 4 + e;
          columnsOf.push(element < filled ? (row * kernel[1] + column) * filled + element : NONE);
        }
      }
    }
  }
  return {
    places: count * rows * columns,
    taps: Uint32Array.from(taps),
    columns: Uint32Array.from(columnsOf),
    geometry: { places: [rows, columns], stride, size, vectors },
    asStored: isWhole(images) && isBare(window),
  };
}

/** The words of `Geometry` in `shaders/convolution/places.wgsl`. */
export function geometryWords({ places, stride, size, vectors }: ImageLayout['geometry']): readonly number[] {
  return [...places, ...stride, ...size, vectors];
}

/** The images laid out, by a kernel that copies them where they lie otherwise. */
export function layOut<T>(
  context: LoweringContext<T>,
  { images, window }: WindowedImages,
  source: T,
): { readonly kernels: readonly Kernel<T>[]; readonly operand: T } {
  const { geometry, asStored } = imageLayout({ images, window });
  if (asStored) return { kernels: [], operand: source };
  const [count, height, width, channels] = imageShape('patches', images);
  const { kernel, padding, inputDilation = [1, 1] } = window;
  const [HEIGHT, WIDTH] = geometry.size;
  const pixels = count * HEIGHT * WIDTH;
  const operand = context.scratch(pixels * geometry.vectors * 4, 'images laid out');
  return {
    kernels: [
      {
        shader: `convolution/lay-out${isWhole(images) ? '-vector' : ''}.wgsl`,
        overrides: {
          ...{ SOURCE_HEIGHT: height, SOURCE_WIDTH: width, HEIGHT, WIDTH, VECTORS: geometry.vectors },
          ...{ TOP: padding?.top ?? 0, LEFT: padding?.left ?? 0, DILATION_Y: inputDilation[0], DILATION_X: inputDilation[1] },
          ...(isWhole(images) ? {} : { TAPS: kernel[1], CHANNELS: channels }),
        },
        bindings: [read(source), readWrite(operand)],
        workgroups: spread(Math.ceil(pixels / 64)),
      },
    ],
    operand,
  };
}

function gridOf({ images, window }: { readonly images: Shape; readonly window: PatchWindow }): Grid {
  const [, height, width, channels] = imageShape('patches', images);
  const { kernel, stride = [1, 1] } = window;
  const [rows, columns] = windowPlaces('patches', [height, width], window);
  const needed = (axis: 0 | 1, places: number, taps: number): number => (places - 1) * stride[axis] + taps;
  if (isWhole(images)) {
    const size = isBare(window) ? ([height, width] as const) : ([needed(0, rows, kernel[0]), needed(1, columns, kernel[1])] as const);
    return { size, kernel, filled: channels, vectors: channels / 4 };
  }
  const filled = kernel[1] * channels;
  return { size: [needed(0, rows, kernel[0]), needed(1, columns, 1)], kernel: [kernel[0], 1], filled, vectors: Math.ceil(filled / 4) };
}

/** Whether the window meets nothing but the pixels of the image. */
function isBare({ padding, inputDilation = [1, 1] }: PatchWindow): boolean {
  return Object.values(padding ?? {}).every((zeros) => zeros === 0) && inputDilation.every((distance) => distance === 1);
}

/** Whether a pixel's channels are whole vec4s. */
function isWhole(images: Shape): boolean {
  return images.at(-1)! % 4 === 0;
}
