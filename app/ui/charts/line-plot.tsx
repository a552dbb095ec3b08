import { memo, useEffect, useRef, type RefObject } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ChartFrame } from './chart-frame.ts';
import { plotData, plotOptions, type PlotOwner } from './plot-options.ts';
import { resolvedColor, useThemeColors } from './theme-colors.ts';

interface LinePlotProps {
  readonly frame: ChartFrame;
  /** Receives the canvas for export. */
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly onHover: PlotOwner['onHover'];
  readonly onZoom: PlotOwner['onZoom'];
}

/** Draws a frame with uPlot; drawn anew when its lines, scales or theme change, and only given new points otherwise. */
export const LinePlot = memo(function LinePlot({ frame, canvas, onHover, onZoom }: LinePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(frame);
  const theme = useThemeColors(host);
  const structure = JSON.stringify([frame.xAxis, frame.yScale, frame.lines.map((line) => [line.name, line.color, line.dash, line.faint])]);

  useEffect(() => {
    newest.current = frame;
  }, [frame]);

  useEffect(() => {
    const element = host.current;
    if (element === null || theme === null) return;
    const resolved = new Map<string, string>();
    const resolve = (color: string): string => {
      const known = resolved.get(color) ?? resolvedColor(element, color);
      resolved.set(color, known);
      return known;
    };
    const owner: PlotOwner = { frame: () => newest.current, resolve, onHover, onZoom };
    const drawing = new uPlot(plotOptions(owner, theme, element.clientWidth, element.clientHeight), plotData(newest.current), element);
    plot.current = drawing;
    canvas.current = drawing.ctx.canvas;
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = element;
      if (clientWidth > 0 && (clientWidth !== drawing.width || clientHeight !== drawing.height)) {
        drawing.setSize({ width: clientWidth, height: clientHeight });
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawing.destroy();
      plot.current = null;
      canvas.current = null;
    };
  }, [structure, theme, canvas, onHover, onZoom]);

  useEffect(() => {
    plot.current?.setData(plotData(frame));
  }, [frame]);

  return <div ref={host} className="chart-plot chart-theme" />;
});
