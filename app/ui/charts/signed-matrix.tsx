import { useRef, type ReactElement } from 'react';
import { MatrixCanvas, type MatrixCanvasProps } from './matrix-canvas.tsx';
import { useDiverging } from './use-diverging.ts';

/** A matrix of values of both signs, in colours that part at zero. */
export function SignedMatrix(props: Omit<MatrixCanvasProps, 'scale' | 'colors'>): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const colors = useDiverging(frame);
  return (
    <div ref={frame} className="chart-theme">
      {colors === null ? null : <MatrixCanvas {...props} scale="diverging" colors={colors} />}
    </div>
  );
}
