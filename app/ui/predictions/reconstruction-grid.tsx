import { memo } from 'react';
import { formatNumber } from '../format.ts';
import { DigitImage } from './digit-image.tsx';
import { squaredError } from './prediction.ts';

interface ReconstructionGridProps {
  /** `[count, width·height]` grey values 0–1. */
  readonly images: Float32Array;
  readonly reconstructions: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Test images with what the autoencoder makes of them below, and the squared error of each. */
export const ReconstructionGrid = memo(function ReconstructionGrid({ images, reconstructions, width, height }: ReconstructionGridProps) {
  const pixels = width * height;
  const count = Math.floor(images.length / pixels);
  return (
    <ul className="reconstruction-grid">
      {Array.from({ length: count }, (_, index) => {
        const part = (stack: Float32Array): Float32Array => stack.subarray(index * pixels, (index + 1) * pixels);
        return (
          <li key={index} className="reconstruction">
            <DigitImage name={`Original ${String(index + 1)}`} values={part(images)} width={width} height={height} />
            <DigitImage name={`Reconstruction ${String(index + 1)}`} values={part(reconstructions)} width={width} height={height} />
            <span className="digit-verdict">{formatNumber(squaredError(images, reconstructions, index, pixels), 3)}</span>
          </li>
        );
      })}
    </ul>
  );
});
