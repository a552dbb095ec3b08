import { memo, useEffect, useRef, type PointerEvent } from 'react';

interface CellCanvasProps {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns, 4]`; null until they are known. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null;
  /** Hears which cell is under the pointer. */
  readonly onCell: (cell: { readonly row: number; readonly column: number } | null) => void;
}

/** A small picture, a pixel a cell. */
export const CellCanvas = memo(function CellCanvas({ name, rows, columns, pixels, onCell }: CellCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (pixels !== null) canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  }, [pixels, columns, rows]);
  const read = (event: PointerEvent<HTMLCanvasElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (share: number, cells: number): number => Math.min(Math.max(Math.floor(share * cells), 0), cells - 1);
    onCell({ row: at((event.clientY - box.top) / box.height, rows), column: at((event.clientX - box.left) / box.width, columns) });
  };
  return (
    <canvas
      ref={canvas}
      className="map-cells"
      width={columns}
      height={rows}
      role="img"
      aria-label={name}
      onPointerMove={read}
      onPointerLeave={() => {
        onCell(null);
      }}
    />
  );
});
