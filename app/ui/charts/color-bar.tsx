import { memo, useEffect, useRef } from 'react';
import { formatNumber } from '../format.ts';

interface ColorBarProps {
  /** 256 colours, `[256, 4]`. */
  readonly colors: Uint8ClampedArray;
  /** What the first and the last colour stand for. */
  readonly range: readonly [minimum: number, maximum: number];
}

/** The colours of a picture from its smallest to its largest value. */
export const ColorBar = memo(function ColorBar({ colors, range: [minimum, maximum] }: ColorBarProps) {
  const bar = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    bar.current?.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(colors), 256, 1), 0, 0);
  }, [colors]);
  return (
    <div className="matrix-scale">
      <span>{formatNumber(minimum, 3)}</span>
      <canvas ref={bar} className="matrix-bar" width={256} height={1} aria-hidden="true" />
      <span>{formatNumber(maximum, 3)}</span>
    </div>
  );
});
