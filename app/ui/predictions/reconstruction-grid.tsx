import { memo, useRef } from 'react';
import { useThemeColors } from '../charts/theme-colors.ts';
import { formatNumber } from '../format.ts';
import { DigitImage } from './digit-image.tsx';
import { squaredError } from './squared-error.ts';

interface ReconstructionGridProps {
  /** `[count, width·height]` grey values 0–1. */
  readonly images: Float32Array;
  readonly reconstructions: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Whether the images are photographs. */
  readonly light: boolean;
}

/** Test images with what the autoencoder makes of them below, and the squared error of each. */
export const ReconstructionGrid = memo(function ReconstructionGrid(props: ReconstructionGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const { images, reconstructions, width, height, light } = props;
  const colors = useThemeColors(list);
  const ink = light ? null : (colors?.ink ?? 'gray');
  const pixels = width * height;
  const count = Math.floor(images.length / pixels);
  return (
    <ul ref={list} className="reconstruction-grid chart-theme">
      {Array.from({ length: count }, (_, index) => {
        const part = (stack: Float32Array): Float32Array => stack.subarray(index * pixels, (index + 1) * pixels);
        return (
          <li key={index} className="reconstruction">
            <DigitImage name={`Original ${String(index + 1)}`} values={part(images)} width={width} height={height} ink={ink} />
            <DigitImage
              name={`Reconstruction ${String(index + 1)}`}
              values={part(reconstructions)}
              width={width}
              height={height}
              ink={ink}
            />
            <span className="digit-verdict">{formatNumber(squaredError(images, reconstructions, index, pixels), 3)}</span>
          </li>
        );
      })}
    </ul>
  );
});
