import { memo, useEffect, useRef, useState } from 'react';
import type { PredictionsEvent } from '../../lab/predictions-event.ts';
import { useThemeColors } from '../charts/theme-colors.ts';
import { classColor, classStyle, shapePath } from './class-styles.ts';
import { classWord } from './class-word.ts';
import { drawPlane } from './draw-plane.ts';

interface DecisionBoundaryProps {
  readonly plane: Extract<PredictionsEvent, { kind: 'plane' }>;
  /** Of the classes, where they have any. */
  readonly names: readonly string[] | undefined;
  /** Id of the element that tells the picture in words. */
  readonly describedBy: string;
}

/** The plane in its classes' blended colours, the boundary where the most probable class changes, and the test points. */
export const DecisionBoundary = memo(function DecisionBoundary({ plane, names, describedBy }: DecisionBoundaryProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeColors(canvas);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    if (canvas.current !== null && theme !== null && width > 0) drawPlane(canvas.current, plane, theme, width);
  }, [plane, theme, width]);

  return (
    <div className="boundary">
      <canvas
        ref={canvas}
        className="boundary-plane chart-theme"
        role="img"
        aria-label="Decision boundary"
        aria-describedby={describedBy}
      />
      <ul className="boundary-key" aria-label="Classes">
        {Array.from({ length: plane.classes }, (_, label) => (
          <li key={label}>
            <svg viewBox="0 0 14 14" aria-hidden="true">
              <path className="boundary-shape" d={shapePath(classStyle(label).shape, 7, 7, 4.5)} fill={classColor(label)} />
            </svg>
            {names === undefined ? 'class ' : ''}
            {classWord(label, names)}
          </li>
        ))}
      </ul>
    </div>
  );
});
