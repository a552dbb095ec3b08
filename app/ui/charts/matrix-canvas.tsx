import { memo, useEffect, useRef, useState } from 'react';
import type { Heatmap } from '../../lab/heatmap.ts';
import { formatNumber } from '../format.ts';
import { spanOf, spelled, type Span } from './cell-span.ts';
import { ColorBar } from './color-bar.tsx';
import { matrixPixels, matrixRange, type ColorScale } from './matrix-pixels.ts';
import { VIRIDIS } from './viridis.ts';

export interface MatrixCanvasProps {
  /** Accessible name. */
  readonly name: string;
  readonly heatmap: Heatmap;
  /** Rows and columns of the matrix that the cells stand for. */
  readonly rows: number;
  readonly columns: number;
  readonly scale: ColorScale;
  /** 256 colours, `[256, 4]`; viridis when absent. */
  readonly colors?: Uint8ClampedArray;
  /** What to say of a cell that has no value, from the matrix indices it stands for. */
  readonly describeEmpty?: (rows: Span, columns: Span) => string | null;
}

/** A matrix in colours, with its colour bar and the cell under the pointer spelled out. */
export const MatrixCanvas = memo(function MatrixCanvas(props: MatrixCanvasProps) {
  const { name, heatmap, rows, columns, scale, colors = VIRIDIS, describeEmpty } = props;
  const { values, rows: height, columns: width } = heatmap;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cell, setCell] = useState<readonly [row: number, column: number] | null>(null);
  const range = matrixRange(values, scale);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(matrixPixels(values, colors, scale), width, height), 0, 0);
  }, [values, width, height, colors, scale]);

  const read = ([row, column]: readonly [number, number]): string => {
    const down = spanOf(row, rows, height);
    const across = spanOf(column, columns, width);
    const value = values[row * width + column] ?? NaN;
    const words = Number.isNaN(value) ? describeEmpty?.(down, across) : null;
    return `row ${spelled(down)}, column ${spelled(across)}: ${words ?? formatNumber(value, 4)}`;
  };
  return (
    <div className="matrix">
      <canvas
        ref={canvas}
        className="matrix-cells"
        width={width}
        height={height}
        style={{ aspectRatio: Math.min(Math.max(columns / rows, 1), 2) }}
        role="img"
        aria-label={`${name}: values from ${formatNumber(range[0], 3)} to ${formatNumber(range[1], 3)}, ${scale} colour scale`}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const at = (share: number, cells: number): number => Math.min(Math.max(Math.floor(share * cells), 0), cells - 1);
          setCell([at((event.clientY - box.top) / box.height, height), at((event.clientX - box.left) / box.width, width)]);
        }}
        onPointerLeave={() => {
          setCell(null);
        }}
      />
      <ColorBar colors={colors} range={range} />
      <p className="matrix-cell">{cell === null ? `rows 0–${String(rows - 1)}, columns 0–${String(columns - 1)}` : read(cell)}</p>
    </div>
  );
});
