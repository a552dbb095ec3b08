import { useMemo, useRef, type ReactElement } from 'react';
import { divergingTable } from './diverging.ts';
import { MatrixCanvas, type MatrixCanvasProps } from './matrix-canvas.tsx';
import { useThemeColors } from './theme-colors.ts';

/** A matrix of values of both signs, in colours that part at zero. */
export function SignedMatrix(props: Omit<MatrixCanvasProps, 'scale' | 'colors'>): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const paper = useThemeColors(frame)?.paper;
  const colors = useMemo(() => (paper === undefined ? null : divergingTable(paper)), [paper]);
  return (
    <div ref={frame} className="chart-theme">
      {colors === null ? null : <MatrixCanvas {...props} scale="diverging" colors={colors} />}
    </div>
  );
}
