import { memo, useEffect, useRef } from 'react';

interface DigitImageProps {
  readonly name: string;
  /** Grey values 0–1, row-major. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Colour of the value 1; null for a photograph, where it is white. */
  readonly ink: string | null;
}

/** A small grey image: the larger the value, the more ink on the paper, or the more light. */
export const DigitImage = memo(function DigitImage({ name, values, width, height, ink }: DigitImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = new Uint8ClampedArray(4 * width * height);
    for (let index = 0; index < width * height; index++) {
      const level = 255 * (values[index] ?? NaN);
      pixels.set(ink === null ? [level, level, level, 255] : [0, 0, 0, level], 4 * index);
    }
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.putImageData(new ImageData(pixels, width, height), 0, 0);
    if (ink === null) return;
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = ink;
    context.fillRect(0, 0, width, height);
    context.globalCompositeOperation = 'source-over';
  }, [values, width, height, ink]);
  return <canvas ref={canvas} className="digit-image" width={width} height={height} role="img" aria-label={name} />;
});
