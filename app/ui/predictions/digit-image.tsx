import { memo, useEffect, useRef } from 'react';

interface DigitImageProps {
  readonly name: string;
  /** Grey values 0–1, row-major. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** A small grey image, 0 as white and 1 as black in either theme. */
export const DigitImage = memo(function DigitImage({ name, values, width, height }: DigitImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = new Uint8ClampedArray(4 * width * height);
    for (let index = 0; index < width * height; index++) {
      pixels.fill(255 * (1 - (values[index] ?? NaN)), 4 * index, 4 * index + 3);
      pixels[4 * index + 3] = 255;
    }
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [values, width, height]);
  return <canvas ref={canvas} className="digit-image" width={width} height={height} role="img" aria-label={name} />;
});
