import { memo, useEffect, useRef } from 'react';
import type { ImageShape } from '../../lab/task.ts';

interface DigitImageProps {
  readonly name: string;
  /** `[height, width, channels]`, 0–1. */
  readonly values: Float32Array;
  readonly shape: Pick<ImageShape, 'width' | 'height' | 'channels'>;
  /** Colour of the value 1 in a grey image; null for a photograph, where it is light. */
  readonly ink: string | null;
}

/** A small image: the larger the value, the more ink on the paper, or the more light. */
export const DigitImage = memo(function DigitImage({ name, values, shape: { width, height, channels }, ink }: DigitImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = new Uint8ClampedArray(4 * width * height);
    for (let index = 0; index < width * height; index++) {
      const level = (channel: number): number => 255 * (values[index * channels + (channels === 1 ? 0 : channel)] ?? NaN);
      pixels.set(ink === null ? [level(0), level(1), level(2), 255] : [0, 0, 0, level(0)], 4 * index);
    }
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.putImageData(new ImageData(pixels, width, height), 0, 0);
    if (ink === null) return;
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = ink;
    context.fillRect(0, 0, width, height);
    context.globalCompositeOperation = 'source-over';
  }, [values, width, height, channels, ink]);
  return <canvas ref={canvas} className="digit-image" width={width} height={height} role="img" aria-label={name} />;
});
