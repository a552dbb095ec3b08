import type { RefObject } from 'react';
import { TableToggle } from '../kit/table-toggle.tsx';
import { xAxisLabel } from './axis-words.ts';
import type { ChartFrame } from './chart-frame.ts';
import type { ChartSeries } from './chart-series.ts';
import { chartSvg, type FigureStyle } from './chart-svg.ts';
import { chartCsv } from './chart-text.ts';
import { fileName, saveFile } from './save-file.ts';
import { resolvedColor } from './theme-colors.ts';

interface ChartToolsProps {
  readonly title: string;
  readonly yLabel: string;
  readonly frame: ChartFrame;
  readonly series: readonly ChartSeries[];
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly zoomed: boolean;
  readonly onZoom: (range: readonly [minimum: number, maximum: number] | null) => void;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
}

/** Buttons of a chart: zoom (for those who do not drag), table, files. */
export function ChartTools({ title, yLabel, frame, series, canvas, zoomed, onZoom, asTable, onTable }: ChartToolsProps) {
  const style = (element: Element): FigureStyle => {
    const computed = getComputedStyle(element.closest('.chart') ?? element);
    return {
      title,
      yLabel,
      ink: computed.color,
      muted: computed.outlineColor,
      rule: computed.borderTopColor,
      paper: computed.backgroundColor,
      font: computed.fontFamily,
    };
  };
  const saveSvg = (button: HTMLElement): void => {
    const plain = <Item extends { readonly color: string }>(item: Item): Item => ({ ...item, color: resolvedColor(button, item.color) });
    const resolved = { ...frame, lines: frame.lines.map(plain), markers: frame.markers.map(plain), ends: frame.ends.map(plain) };
    saveFile(fileName(title, 'svg'), new Blob([chartSvg(resolved, style(button))], { type: 'image/svg+xml' }));
  };
  const savePng = (button: HTMLElement): void => {
    if (canvas.current === null) return;
    framed(canvas.current, style(button), xAxisLabel(frame.xAxis, frame.xRange[1]))?.toBlob((blob) => {
      if (blob !== null) saveFile(fileName(title, 'png'), blob);
    });
  };
  const half = (): void => {
    const [low, high] = frame.xRange;
    onZoom([(low + high) / 2, high]);
  };
  return (
    <div className="chart-tools" role="group" aria-label={`${title}: view and files`}>
      {!asTable && (
        <>
          <button type="button" onClick={half} title="Zoom to the later half; or drag over the chart">
            Zoom
          </button>
          {zoomed && (
            <button
              type="button"
              title="Show the whole run; or double-click the chart"
              onClick={() => {
                onZoom(null);
              }}
            >
              All
            </button>
          )}
        </>
      )}
      <TableToggle asTable={asTable} onChange={onTable} />
      <button
        type="button"
        title="Download every point as CSV"
        onClick={() => {
          saveFile(fileName(title, 'csv'), new Blob([chartCsv(series, yLabel)], { type: 'text/csv' }));
        }}
      >
        CSV
      </button>
      {!asTable && (
        <>
          <button
            type="button"
            title="Download the figure as SVG"
            onClick={(event) => {
              saveSvg(event.currentTarget);
            }}
          >
            SVG
          </button>
          <button
            type="button"
            title="Download the figure as PNG"
            onClick={(event) => {
              savePng(event.currentTarget);
            }}
          >
            PNG
          </button>
        </>
      )}
    </div>
  );
}

/** The drawing on paper, with its title and the names of its axes. */
function framed(drawing: HTMLCanvasElement, style: FigureStyle, xLabel: string): HTMLCanvasElement | null {
  const ratio = devicePixelRatio;
  const canvas = document.createElement('canvas');
  canvas.width = drawing.width + 32 * ratio;
  canvas.height = drawing.height + 88 * ratio;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.fillStyle = style.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = style.ink;
  context.font = `600 ${String(16 * ratio)}px ${style.font}`;
  context.fillText(style.title, 16 * ratio, 28 * ratio);
  context.fillStyle = style.muted;
  context.font = `${String(12 * ratio)}px ${style.font}`;
  context.fillText(style.yLabel, 16 * ratio, 48 * ratio);
  context.drawImage(drawing, 16 * ratio, 56 * ratio);
  context.textAlign = 'center';
  context.fillText(xLabel, canvas.width / 2, drawing.height + 72 * ratio);
  return canvas;
}
