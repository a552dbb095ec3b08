import { memo, useRef } from 'react';
import { inputSize } from '../../lab/data-shape.ts';
import type { ImageShape } from '../../lab/task.ts';
import { useThemeColors } from '../charts/theme-colors.ts';
import { formatNumber } from '../format.ts';
import { DigitImage } from './digit-image.tsx';
import { inkOf } from './ink-of.ts';
import { squaredError } from './squared-error.ts';

interface ReconstructionGridProps {
  /** `[count, height, width, channels]`, 0–1. */
  readonly images: Float32Array;
  readonly reconstructions: Float32Array;
  readonly shape: ImageShape;
}

/** Test images with what the autoencoder makes of them below, and the squared error of each. */
export const ReconstructionGrid = memo(function ReconstructionGrid(props: ReconstructionGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const { images, reconstructions, shape } = props;
  const ink = inkOf(shape, useThemeColors(list));
  const size = inputSize(shape);
  const count = Math.floor(images.length / size);
  return (
    <ul ref={list} className="reconstruction-grid chart-theme">
      {Array.from({ length: count }, (_, index) => {
        const part = (stack: Float32Array): Float32Array => stack.subarray(index * size, (index + 1) * size);
        return (
          <li key={index} className="reconstruction">
            <DigitImage name={`Original ${String(index + 1)}`} values={part(images)} shape={shape} ink={ink} />
            <DigitImage name={`Reconstruction ${String(index + 1)}`} values={part(reconstructions)} shape={shape} ink={ink} />
            <span className="digit-verdict">{formatNumber(squaredError(images, reconstructions, index, size), 3)}</span>
          </li>
        );
      })}
    </ul>
  );
});
