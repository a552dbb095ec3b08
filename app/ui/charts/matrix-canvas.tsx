import { memo, useEffect, useRef, useState } from 'react';
import type { Scaling } from '../../state/view-settings.ts';
import { formatNumber } from '../format.ts';
import { matrixPixels, matrixRange } from './matrix-pixels.ts';
import { VIRIDIS } from './viridis.ts';

interface MatrixCanvasProps {
  /** Accessible name. */
  readonly name: string;
  /** `[side, side]`, row-major. */
  readonly values: Float32Array;
  readonly side: number;
  readonly scaling: Scaling;
  /** Rows of the matrix that the cells stand for. */
  readonly size: number;
}

/** A square matrix of non-negative values in viridis, with its colour bar and the cell under the pointer spelled out. */
export const MatrixCanvas = memo(function MatrixCanvas({ name, values, side, scaling, size }: MatrixCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const bar = useRef<HTMLCanvasElement>(null);
  const [cell, setCell] = useState<readonly [row: number, column: number] | null>(null);
  const range = matrixRange(values, scaling);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(matrixPixels(values, VIRIDIS, scaling), side, side), 0, 0);
  }, [values, side, scaling]);
  useEffect(() => {
    bar.current?.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(VIRIDIS), 256, 1), 0, 0);
  }, []);

  const place = (index: number): string => {
    // The edges that `heatmap` cuts the matrix at.
    const edge = (cut: number): number => Math.floor((cut * size) / side);
    const first = edge(index);
    const last = edge(index + 1) - 1;
    return first === last ? String(first) : `${String(first)}–${String(last)}`;
  };
  return (
    <div className="matrix">
      <canvas
        ref={canvas}
        className="matrix-cells"
        width={side}
        height={side}
        role="img"
        aria-label={`${name}: values from ${formatNumber(range[0], 3)} to ${formatNumber(range[1], 3)}, ${scaling} colour scale`}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const at = (share: number): number => Math.min(Math.max(Math.floor(share * side), 0), side - 1);
          setCell([at((event.clientY - box.top) / box.height), at((event.clientX - box.left) / box.width)]);
        }}
        onPointerLeave={() => {
          setCell(null);
        }}
      />
      <div className="matrix-scale">
        <span>{formatNumber(range[0], 3)}</span>
        <canvas ref={bar} className="matrix-bar" width={256} height={1} aria-hidden="true" />
        <span>{formatNumber(range[1], 3)}</span>
      </div>
      <p className="matrix-cell">
        {cell === null
          ? `rows and columns 0–${String(size - 1)}`
          : `row ${place(cell[0])}, column ${place(cell[1])}: ${formatNumber(values[cell[0] * side + cell[1]] ?? NaN, 4)}`}
      </p>
    </div>
  );
});
